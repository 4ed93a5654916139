import { expect, test } from "vitest";
import { redact } from "./redact";

test.each([
  ["a password", { password: "hunter2" }, { password: "***" }],
  [
    "a token however it is spelt",
    { bot_token: "1:a", authToken: "b" },
    { bot_token: "***", authToken: "***" },
  ],
  ["a key", { api_key: "k", user_key: "u", key: "x" }, { api_key: "***", user_key: "***", key: "***" }],
  ["what is stored encrypted", { url: { encrypted: "v1:a:b:c" } }, { url: "***" }],
  ["a hash of one", { token_sha256: "ab" }, { token_sha256: "***" }],
  [
    "a header further down",
    { headers: { Authorization: "Bearer x" } },
    { headers: { Authorization: "***" } },
  ],
  ["one in a list", { channels: [{ secret: "s" }] }, { channels: [{ secret: "***" }] }],
  ["one that was pasted into a note", { note: "use hlk_abcdefgh1234" }, { note: "use ***" }],
])("hides %s", (_what, document, expected) => {
  expect(redact(document)).toEqual(expected);
});

test("leaves what is no secret, and that there is none", () => {
  const document = {
    name: "phone",
    high: 85,
    begins_with: "hlk_Ab3d",
    tags: ["key"],
    password: null,
    is_token: true,
  };
  expect(redact(document)).toEqual(document);
});
