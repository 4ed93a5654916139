import { describe, expect, it } from "vitest";
import { formatBitsPerSecond, formatBytes, formatBytesPerSecond, formatTraffic } from "./bytes";

describe("an amount of bytes", () => {
  it.each([
    [0, "0 B"],
    [512, "512 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [10 * 1024, "10 KiB"],
    [240 * 1024, "240 KiB"],
    [1024 ** 2 - 1, "1.0 MiB"],
    [1.2 * 1024 ** 3, "1.2 GiB"],
    [9.97 * 1024 ** 3, "10 GiB"],
    [1024 ** 4, "1.0 TiB"],
    [Number.MAX_SAFE_INTEGER, "8.0 PiB"],
    [5000 * 1024 ** 6, "5000 EiB"],
    [-1536, "−1.5 KiB"],
    [null, "–"],
    [undefined, "–"],
    [Number.NaN, "–"],
  ])("%s reads %s", (bytes, text) => {
    // A thin gap parts the thousands; it is not what this table is about.
    expect(formatBytes(bytes).replace("\u202f", "")).toBe(text);
  });
});

it("says a rate per second, and an unknown rate as unknown", () => {
  expect(formatBytesPerSecond(1.2 * 1024 ** 2)).toBe("1.2 MiB/s");
  expect(formatBytesPerSecond(null)).toBe("–");
});

describe("a rate in bits", () => {
  it.each([
    [0, "0 bit/s"],
    [999, "999 bit/s"],
    [999.6, "1.0 kbit/s"],
    [1500, "1.5 kbit/s"],
    [94_000, "94 kbit/s"],
    [999_600, "1.0 Mbit/s"],
    [9_960_000, "10 Mbit/s"],
    [2.5e9, "2.5 Gbit/s"],
    [4e18, "4000 Pbit/s"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("%s reads %s", (bits, text) => {
    expect(formatBitsPerSecond(bits).replace("\u202f", "")).toBe(text);
  });
});

it("says traffic in the unit that was chosen", () => {
  expect([formatTraffic(125_000, "bits"), formatTraffic(128 * 1024, "bytes")]).toEqual([
    "1.0 Mbit/s",
    "128 KiB/s",
  ]);
  expect([formatTraffic(null, "bits"), formatTraffic(undefined, "bytes")]).toEqual(["–", "–"]);
});
