import { expect, test } from "vitest";
import { summaryConfigSchema } from "@/domain/summary/summary-config";
import { faultsOf } from "../form-answer";
import { summaryInputOf } from "./summary-input";

function sent(fields: Record<string, string> = {}, channels: string[] = []) {
  const form = new FormData();
  const all = { weekday: "1", time: "08:00", time_zone: "Europe/London", ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  for (const channel of channels) form.append("channels", channel);
  return summaryConfigSchema.safeParse(summaryInputOf(form));
}

test("reads the form as it is sent, without channels as well", () => {
  expect(sent({ time: "07:30:00", weekday: "7", time_zone: " UTC " }, ["phone", "mail"]).data).toEqual({
    ...{ channels: ["phone", "mail"], weekday: 7, time: "07:30", time_zone: "UTC" },
  });
  expect(sent().data?.channels).toEqual([]);
});

test.each([
  ["time", "", "must be a time of day, as 08:00"],
  ["time", "25:00", "must be a time of day, as 08:00"],
  ["time_zone", "Mars", "must be a time zone such as Europe/London"],
  ["weekday", "8", "must be at most 7"],
])("%s %o %s", (name, value, words) => {
  expect(faultsOf(sent({ [name]: value }).error?.issues ?? [])).toEqual([{ path: name, message: words }]);
});
