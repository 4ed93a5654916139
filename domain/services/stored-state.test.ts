import { expect, test } from "vitest";
import { digestOf, mustStore } from "./stored-state";

const nginx = { name: "nginx.service", status: "running" as const };

test("the digest says which services there are and how they are, in any order and whatever they consume", () => {
  const busy = { ...nginx, memory_mb: 512, cpu_percent: 90, pid: 7 };
  const other = { name: "a.service", status: "failed" as const };
  expect(digestOf([busy, other])).toBe(digestOf([other, nginx]));
  expect(digestOf([{ ...nginx, status: "failed" }])).not.toBe(digestOf([nginx]));
  expect(digestOf([{ ...nginx, restarts: 3 }])).not.toBe(digestOf([nginx]));
});

test.each([
  ["a first list", { digest: null, storedAt: null }, 0, true],
  ["a changed list at once", { digest: "other", storedAt: 0 }, 1000, true],
  ["no unchanged list within five minutes", { digest: "same", storedAt: 0 }, 299_000, false],
  ["an unchanged list after five minutes", { digest: "same", storedAt: 0 }, 300_000, true],
  ["a list that came late", { digest: "same", storedAt: 10_000 }, 5000, true],
])("stores %s", (_name, before, at, expected) => {
  expect(mustStore(before, { digest: "same", at })).toBe(expected);
});
