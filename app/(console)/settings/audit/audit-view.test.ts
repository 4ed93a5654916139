import { expect, test } from "vitest";
import type { AuditRecord } from "@/db/queries/audit";
import { actionWords, auditRow } from "./audit-view";

const record: AuditRecord = {
  ...{ id: 7, at: 1000, actorKind: "person", actorId: "u1", actorName: "ada", address: null },
  ...{ action: "server.update", subjectKind: "server", subjectId: "nas", subjectName: "The nas" },
  ...{ before: null, after: null },
};
const changes = (before: unknown, after: unknown) =>
  auditRow({ ...record, before: JSON.stringify(before), after: JSON.stringify(after) }).changes;

test("says each difference in words", () => {
  expect(
    changes(
      { tags: [], name: null, cpu: { high: 85 }, paused: false },
      { tags: ["a", "b"], name: "nas", cpu: { high: 80 }, paused: true },
    ),
  ).toEqual([
    { path: "tags", before: "none", after: "a, b" },
    { path: "name", before: "–", after: "nas" },
    { path: "cpu.high", before: "85", after: "80" },
    { path: "paused", before: "no", after: "yes" },
  ]);
});

test("has no before of what was made, and no after of what is gone", () => {
  expect(changes(null, { id: "nas" })).toEqual([{ path: "id", before: null, after: "nas" }]);
  expect(changes({ id: "nas" }, null)).toEqual([{ path: "id", before: "nas", after: null }]);
});

test("says an action in words", () => {
  expect(actionWords("api_key.create")).toBe("api key · create");
});
