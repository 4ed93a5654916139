import { expect, test } from "vitest";
import { providerWords } from "./provider-words";

test.each([
  ["down", "Authelia", "Authelia does not answer. Sign in with a password, or try again later."],
  ["down", undefined, null],
  ["constructor", "Authelia", null],
  ["<b>", "Authelia", null],
  [undefined, "Authelia", null],
])("%s of %s is said as: %s", (said, name, expected) => {
  expect(providerWords(said, name)).toBe(expected);
});
