import { describe, expect, it } from "vitest";
import { addressGroup, limitsOf, signInSteps, standingOf, standings } from "./sign-in-limits";

describe("who somebody is to an account", () => {
  it.each([
    ["a browser that signed in before", { device: true, address: false, failures: 9 }, "known_device"],
    [
      "a new browser where the account signed in before",
      { device: false, address: true, failures: 9 },
      "known_address",
    ],
    ["somebody new", { device: false, address: false, failures: 0 }, "newcomer"],
    ["somebody new who mistyped", { device: false, address: false, failures: 1 }, "newcomer"],
    ["somebody who failed more than once", { device: false, address: false, failures: 2 }, "stranger"],
  ] as const)("%s", (_who, known, standing) => {
    expect(standingOf(known)).toBe(standing);
  });
});

describe("what may be tried", () => {
  it.each(signInSteps)("a %s is guessed at most ten times a minute by whoever lacks the cookie", (step) => {
    const perMinute = standings
      .filter((standing) => standing !== "known_device")
      .map(
        (standing) =>
          limitsOf(step, standing).find(({ counts, windowMs }) => counts === "account" && windowMs === 60_000)
            ?.max,
      );
    expect(
      perMinute.reduce<number>((sum, max) => sum + (max ?? Number.POSITIVE_INFINITY), 0),
    ).toBeLessThanOrEqual(10);
  });

  it("a known device is judged by its own failures alone", () => {
    for (const step of signInSteps) {
      expect(limitsOf(step, "known_device").every(({ counts }) => counts === "device")).toBe(true);
    }
  });
});

describe("one address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:DB8:0:0042:1:2:3:4", "2001:db8:0:42::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:0:0:ffff::", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s counts as %s", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
