import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { environmentKeys, parseHubConfig } from "../hub-config";
import { root } from "./build.mjs";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const example = [...read(".env.example").matchAll(/^([A-Z_]+)=(.*)$/gm)];

test(".env.example lists the variables that the hub knows", () => {
  expect(example.map(([, key]) => key).sort()).toEqual([...environmentKeys].sort());
});

test("the table in docs/operations.md lists the variables that the hub knows", () => {
  const rows = read("docs/operations.md").matchAll(/^\| `([A-Z_]+)` +\|/gm);
  expect([...rows].map(([, key]) => key).sort()).toEqual([...environmentKeys].sort());
});

test("compose.yaml passes on variables that the hub knows", () => {
  const named = read("compose.yaml").matchAll(/^\s+#?\s*([A-Z_]+): /gm);
  const unknown = [...named].map(([, key]) => key ?? "").filter((key) => !environmentKeys.includes(key));
  expect(unknown).toEqual([]);
});

test("an unchanged copy of .env.example is the default configuration", () => {
  const copy = Object.fromEntries(example.map(([, key, value]) => [key, value]));
  expect(parseHubConfig(copy)).toEqual(parseHubConfig({}));
});
