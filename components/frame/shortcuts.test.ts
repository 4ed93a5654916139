import { expect, test } from "vitest";
import { meaningOf } from "./shortcuts-list";

test.each([
  ["g", false, { kind: "prefix" }],
  ["a", true, { kind: "go", href: "/alerts" }],
  ["s", true, { kind: "go", href: "/settings" }],
  ["o", true, { kind: "go", href: "/" }],
  ["a", false, { kind: "acknowledge" }],
  ["j", false, { kind: "move", by: 1 }],
  ["k", false, { kind: "move", by: -1 }],
  ["?", false, { kind: "help" }],
  ["x", false, null],
  ["j", true, null],
])("%s after g (%s)", (key, isAfterG, meaning) => {
  expect(meaningOf(key, isAfterG)).toEqual(meaning);
});
