import { describe, expect, it, test } from "vitest";
import { lineReached } from "./line-reached";
import { meterLines, usualLines } from "./meter-lines";
import { mergeThresholds, readThresholds, thresholdsDefault } from "./thresholds";

const thresholds = readThresholds(
  mergeThresholds(thresholdsDefault, {
    load: { high_per_core: 1.5 },
    servers: {
      nas: { disk: { high_percent: 90 }, filesystems: { "/mnt/tank": { critical_percent: 98 } } },
      pi: { cpu: { high_percent: null, critical_percent: null } },
    },
  }),
);

test.each([
  ["as for all", "other", "disk", "/mnt/tank", [80, 95]],
  ["the server's own", "nas", "disk", "/", [90, 95]],
  ["the filesystem's own over the server's", "nas", "disk", "/mnt/tank", [90, 98]],
  ["none where they are off", "pi", "cpu", "", [null, null]],
  ["a share of the cores", "nas", "load", "", [150, null]],
] as const)("lines on a meter: %s", (_, serverId, alertType, subject, lines) => {
  expect(meterLines(thresholds, { serverId, alertType, subject })).toEqual(lines);
});

it("knows the lines of those that have none of their own", () => {
  expect(usualLines(thresholds, "disk")).toEqual([80, 95]);
});

describe("a reading has reached", () => {
  it.each([
    [79.9, null],
    [80, "high"],
    [94.9, "high"],
    [95, "critical"],
  ])("at %s: %s", (value, line) => expect(lineReached(value, [80, 95])).toBe(line));
  it("no line that is off", () => {
    expect(lineReached(100, [null, null])).toBeNull();
    expect(lineReached(96, [80, null])).toBe("high");
  });
});
