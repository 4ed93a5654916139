import { expect, test } from "vitest";
import { navItems } from "./nav";
import { meaningOf, shortcuts } from "./shortcuts-list";

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

test("every word of the bar has a key of its own, as the list says", () => {
  const listed = shortcuts.filter(({ keys }) => keys.startsWith("g "));
  const led = listed.map(({ keys, what }) => ({ what, meaning: meaningOf(keys.slice(2), true) }));
  expect(led).toEqual(navItems.map(({ label, href }) => ({ what: label, meaning: { kind: "go", href } })));
});
