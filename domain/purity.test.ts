import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** What would make a rule's answer depend on more than its arguments. Imports are checked by dependency-cruiser. */
const impurities = [
  /\bDate\.now\b/,
  /\bnew Date(?!\s*\()|\bnew Date\s*\(\s*\)/,
  /(?<!new )(?<![.\w])Date\s*\(/,
  /\bMath\.random\b/,
  /(?<![.\w])(performance|crypto|process|globalThis|window|document|navigator|localStorage)\s*[.[]/,
  /(?<![.\w])(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\s*\(/,
  /(?<![.\w])console\./,
];

test("no rule reads a clock, draws lots or touches the outside", () => {
  const found = ruleFiles(import.meta.dirname).flatMap((file) =>
    impuritiesIn(readFileSync(file, "utf8"), file),
  );
  expect(found).toEqual([]);
});

test.each([
  ["const t = Date.now();", true],
  ["const t = new Date();", true],
  ["const t = new Date;", true],
  ["const t = Date();", true],
  ["const t = Math.random();", true],
  ["const t = performance.now();", true],
  ["const id = crypto.randomUUID();", true],
  ["if (process.env.X) {}", true],
  ["setTimeout(go, 1);", true],
  ["await fetch(url);", true],
  ["const t = new Date(now);", false],
  ["const t = new Date(\n  now,\n);", false],
  ["const t = Date.UTC(2026, 0);", false],
  ["// no Date.now() here", false],
  ["/* nor\n * Math.random() */", false],
  ["const view = { process: 1 };", false],
])("%s is impure: %s", (source, isImpure) => {
  expect(impuritiesIn(source, "rule.ts").length > 0).toBe(isImpure);
});

function impuritiesIn(source: string, file: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, " "))
    .replaceAll(/(?<!:)\/\/.*$/gm, "");
  return code
    .split("\n")
    .flatMap((line, index) =>
      impurities.some((pattern) => pattern.test(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
    );
}

function ruleFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}
