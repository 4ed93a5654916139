import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GET } from "./route";

const drawn = (query: string) => GET(new Request(`http://hub/mark.svg${query}`)).text();

test("without alerts it is the icon as drawn", async () => {
  expect(await drawn("")).toBe(readFileSync("app/icon.svg", "utf8").trim());
});

test.each([
  ["?dot=bad", "#fa6a61"],
  ["?dot=notice", "#d9a02e"],
])("%s puts a dot on it", async (query, colour) => {
  expect(await drawn(query)).toContain(`fill="${colour}"`);
});

test("what is asked for never gets into the drawing", async () => {
  expect(await drawn('?dot="/><script>')).toBe(await drawn(""));
  expect(await drawn("?dot=constructor")).toBe(await drawn(""));
});
