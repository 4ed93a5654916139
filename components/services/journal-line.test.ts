import { expect, test } from "vitest";
import { journalLine } from "./journal-line";

test.each([
  ["nginx.service", "nginx.service"],
  ["wg-quick@wg0.service", "wg-quick@wg0.service"],
  ["dev-disk-by\\x2duuid.swap", "'dev-disk-by\\x2duuid.swap'"],
  ["my unit", "'my unit'"],
  ["x; rm -rf ~", "'x; rm -rf ~'"],
  ["it's", "'it'\\''s'"],
  ["-f", "-f"],
])("the journal of %s", (unit, word) => {
  expect(journalLine(unit)).toBe(`journalctl -u ${word} -n 100 --no-pager`);
});
