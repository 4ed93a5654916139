import { expect, test } from "vitest";
import { type RetentionTier, retentionTiers } from "@/domain/retention/policy";
import { faultsOfRetention, type Retention } from "@/domain/retention/retention-config";
import { faultWords, retentionRows } from "./retention-view";

const kept = (days: Partial<Record<RetentionTier, number>>) =>
  Object.fromEntries(
    retentionTiers.map((tier) => [tier, { retention_days: days[tier] ?? null, enabled: true }]),
  ) as Record<RetentionTier, Retention>;

test("a refusal names a tier as the page does, and programs read the name that they know", () => {
  const [fault] = faultsOfRetention(kept({ raw: 90, "5m": 30 }));
  expect(fault?.message).toContain("'raw'");
  expect(faultWords(fault?.message ?? "")).toBe(
    "must be no less than that of “Samples”, which is kept 90 days",
  );
});

test("every tier that a refusal may name has a name on the page", () => {
  const policies = retentionTiers.map((tier) => ({
    ...{ tier, retentionDays: 1, enabled: true, lastRunAt: null, lastDeletedCount: null, lastNote: null },
  }));
  for (const { tier, name } of retentionRows(policies, null)) {
    expect(faultWords(`that of '${tier}'`)).toBe(`that of “${name}”`);
  }
});
