import { expect, test } from "vitest";
import { backupPlanSchema } from "@/domain/backups/plan";
import { faultsOf } from "../form-answer";
import { planInputOf } from "./plan-input";

function sent(fields: Record<string, string>) {
  const form = new FormData();
  const usual = {
    time: "03:30",
    time_zone: "Europe/London",
    keep_daily: "7",
    keep_weekly: "4",
    keep_monthly: "0",
  };
  for (const [name, value] of Object.entries({ ...usual, ...fields })) form.set(name, value);
  return backupPlanSchema.safeParse(planInputOf(form));
}

test("a box that is not ticked is off, and seconds do not count", () => {
  expect(sent({ time: "23:05:00" }).data).toEqual({
    ...{ enabled: false, time: "23:05", time_zone: "Europe/London" },
    ...{ keep_daily: 7, keep_weekly: 4, keep_monthly: 0 },
  });
  expect(sent({ enabled: "on" }).data?.enabled).toBe(true);
});

test.each([
  ["time", "24:00", "must be a time of day, as 03:30"],
  ["time", "", "must be a time of day, as 03:30"],
  ["time_zone", "Mars", "must be a time zone, as Europe/London"],
  ["keep_daily", "0", "must be at least 1"],
  ["keep_daily", "", "must be a number"],
  ["keep_weekly", "1000", "must be at most 520"],
  ["keep_monthly", "many", "must be a number"],
])("%s %o %s", (name, value, words) => {
  expect(faultsOf(sent({ [name]: value }).error?.issues ?? [])).toEqual([{ path: name, message: words }]);
});
