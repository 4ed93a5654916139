import { expect, test } from "vitest";
import { costConfigSchema } from "@/domain/capacity/cost-config";
import { faultsOf } from "../form-answer";
import { costInputOf } from "./cost-input";

function sent(fields: Record<string, string>) {
  const form = new FormData();
  const all = { electricity_rate: "0.24", currency_symbol: "£", time_zone: "UTC", ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  return costConfigSchema.safeParse(costInputOf(form));
}

test("a comma is a point, and spaces do not count", () => {
  expect(
    sent({ electricity_rate: " 0,305 ", currency_symbol: " € ", time_zone: "Europe/Berlin " }).data,
  ).toEqual({
    ...{ electricity_rate: 0.305, currency_symbol: "€", time_zone: "Europe/Berlin" },
  });
});

test.each([
  ["electricity_rate", "", "must be a number"],
  ["electricity_rate", "cheap", "must be a number"],
  ["electricity_rate", "-1", "must be at least 0"],
  ["currency_symbol", "", "must not be empty"],
  ["currency_symbol", "a long currency", "must be at most 10 characters"],
  ["time_zone", "Mars", "must be a time zone such as Europe/London"],
])("%s %o %s", (name, value, words) => {
  const faults = faultsOf(sent({ [name]: value }).error?.issues ?? []);
  expect(faults).toEqual([{ path: name, message: words }]);
});
