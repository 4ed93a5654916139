import { expect, test } from "vitest";
import { auditFilterOf, auditHref, parseAuditQuery } from "./audit-query";

test("an address without anything asks for the newest of all", () => {
  expect(auditFilterOf(parseAuditQuery({}))).toEqual({});
  expect(auditHref(parseAuditQuery({}))).toBe("/settings/audit");
});

test("each filter is in the address and comes out of it; the last day counts whole", () => {
  const address = {
    who: "ada",
    action: "server.update",
    subject: "nas",
    from: "2026-11-20",
    to: "2026-11-21",
    page: "3",
  };
  const query = parseAuditQuery(address);
  expect(auditFilterOf(query)).toEqual({
    actor: "ada",
    action: "server.update",
    subject: "nas",
    from: Date.UTC(2026, 10, 20),
    to: Date.UTC(2026, 10, 22) - 1,
  });
  const href = auditHref(query, { page: 3 });
  expect(Object.fromEntries(new URL(href, "http://hub").searchParams)).toEqual(address);
  expect(auditHref(query, { format: "csv" })).toMatch(/^\/settings\/audit\/export\?who=ada&.*format=csv$/);
});

test("a day of the reader's zone comes as the instants that it begins and ends at", () => {
  const query = parseAuditQuery({ from: "2026-11-20T18:15:00Z", to: "2026-11-21T18:14:59Z" });
  expect(auditFilterOf(query)).toEqual({
    from: Date.UTC(2026, 10, 20, 18, 15),
    to: Date.UTC(2026, 10, 21, 18, 15) - 1,
  });
});

test.each([
  [{ who: "" }, {}],
  [{ from: "yesterday", to: "2026-13-40" }, {}],
  [{ subject: "n".repeat(300) }, {}],
  [{ page: "-1" }, {}],
])("leaves nonsense aside: %j", (params, filter) => {
  const query = parseAuditQuery(params);
  expect(auditFilterOf(query)).toEqual(filter);
  expect(query.page).toBe(1);
});
