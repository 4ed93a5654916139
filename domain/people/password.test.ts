import { expect, test } from "vitest";
import { isOwnName, passwordSchema } from "./password";

test.each([
  ["twenty blanks", " ".repeat(20)],
  ["blanks of other kinds", "\u00a0\u2003\u3000\t\n\u00a0\u2003\u3000\t\n"],
  ["what has no width", "\u200b\u200d\u2060\ufeff\u00ad".repeat(4)],
  ["letters that are blank", "\u3164\u2800\uffa0\u115f\u1160".repeat(4)],
  ["nine characters", "123456789"],
])("%s is no password", (_what, password) => {
  expect(passwordSchema.safeParse(password).success).toBe(false);
});

test.each([
  ["a sentence", "correct horse battery staple"],
  ["one that begins with blanks", "         x"],
  ["emoji", "🐎🔋".repeat(5)],
  ["another script", "правильная лошадь"],
])("%s is one, as it was typed", (_what, password) => {
  expect(passwordSchema.parse(password)).toBe(password);
});

test.each([
  ["administrator", "administrator", true],
  ["Administrator", "administrator", true],
  [" administrator ", "administrator", true],
  ["administrator1", "administrator", false],
  ["correct horse", "ann", false],
])("'%s' of %s is the own name: %s", (password, username, expected) => {
  expect(isOwnName(password, username)).toBe(expected);
});
