import { expect, test } from "vitest";
import { isOwnHost } from "./own-host";

test.each([
  ["localhost:3000", true],
  ["127.0.0.1:3000", true],
  ["192.168.1.5", true],
  ["[::1]:3000", true],
  ["hub:3000", true],
  ["hub.lan", true],
  ["HUB.local.:3000", true],
  ["hub.home.arpa", true],
  ["evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["hub.lan.evil.example:3000", false],
  [null, true],
])("%s is the hub's own: %s", (header, expected) => {
  expect(isOwnHost(header, undefined)).toBe(expected);
});

test("a public name counts where HOMELAB_URL names it, with its port", () => {
  expect(isOwnHost("hub.example.org", "https://hub.example.org")).toBe(true);
  expect(isOwnHost("hub.example.org:8443", "https://hub.example.org")).toBe(false);
});
