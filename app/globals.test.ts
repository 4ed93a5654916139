import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");
const colours = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

const papers = ["page", "raised", "wash"];
const read = ["ink", "secondary", "faint", "ok", "notice", "bad", "unknown"];
const lines = ["blue", "orange", "teal", "wine", "violet", "olive", "brown", "slate"].map(
  (hue) => `line-${hue}`,
);
const drawn = [
  ...lines,
  "edge",
  "cpu",
  "memory",
  "disk",
  "network-rx",
  "network-tx",
  "load",
  "temperature",
  "neutral",
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it.each(pairs(read))("%s can be read on %s", (ink, paper) => {
    expect(contrast(colour(ink, theme), colour(paper, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(drawn))("%s can be told from %s", (ink, paper) => {
    expect(contrast(colour(ink, theme), colour(paper, theme))).toBeGreaterThanOrEqual(3);
  });

  it("the label of the main button can be read on its ink", () => {
    expect(contrast(colour("page", theme), colour("ink", theme))).toBeGreaterThanOrEqual(4.5);
  });
});

it("gives every colour a light and a dark value", () => {
  const named = [...css.matchAll(/^\s*--color-([a-z-]+):/gm)].map(([, name]) => name);
  expect(named).toEqual([...colours.keys()]);
});

it("covers every colour that is declared", () => {
  const covered = new Set([...papers, ...read, ...drawn, "hairline"]);
  expect([...colours.keys()].filter((name) => !covered.has(name))).toEqual([]);
});

function pairs(inks: string[]): [string, string][] {
  return inks.flatMap((ink) => papers.map((paper): [string, string] => [ink, paper]));
}

function colour(name: string, theme: "light" | "dark"): string {
  const found = colours.get(name);
  if (found === undefined) throw new Error(`globals.css has no colour named ${name}`);
  return found[theme];
}

/** The contrast ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
