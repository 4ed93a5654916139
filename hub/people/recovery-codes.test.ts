import { expect, test } from "vitest";
import { makeRecoveryCodes, readingsOfRecoveryCode } from "./recovery-codes";

test("there are ten codes, each another, and each reads as itself first", () => {
  const codes = makeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect(readingsOfRecoveryCode(code)).toEqual([code]);
  }
});

test("a code of which the case says something is read in its own as well", () => {
  expect(readingsOfRecoveryCode("aBcDe 12345")).toEqual(["abcde-12345", "aBcDe-12345"]);
});
