import { expect, test } from "vitest";
import { retentionInputOf } from "./retention-input";

const read = (values: Record<string, string>) => retentionInputOf((name) => values[name] ?? null);

test("an address without days is no change", () => {
  expect(read({})).toBeNull();
});

test("days are whole numbers, and an empty field is for ever", () => {
  expect(read({ "days-raw": " 30 ", "days-1d": "" })).toEqual({
    update: { raw: { retention_days: 30, enabled: true }, "1d": { retention_days: null, enabled: true } },
    errors: {},
    typed: { raw: "30", "1d": "" },
  });
});

test.each(["0", "-1", "1.5", "many", "36501"])("%s days are refused and put back", (typed) => {
  const input = read({ "days-raw": typed });
  expect(input?.update).toEqual({});
  expect(input?.errors.raw).toMatch(/whole number/);
  expect(input?.typed.raw).toBe(typed);
});
