import { expect, it } from "vitest";
import { localPath } from "./local-path";

it.each([
  ["/alerts?status=open&q=%20x#top", "/alerts?status=open&q=%20x#top"],
  ["/", "/"],
  ["/login?next=/login", "/"],
  ["/setup", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/a\\b", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/\t/evil.example", "/"],
  ["/ /evil.example", "/"],
  ["alerts", "/"],
  ["", "/"],
  [null, "/"],
  [`/${"a".repeat(3000)}`, "/"],
])("%s leads to %s", (given, expected) => {
  expect(localPath(given)).toBe(expected);
});
