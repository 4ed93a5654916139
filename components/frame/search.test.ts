import { expect, test } from "vitest";
import { searchIn } from "./search";

const params = new URLSearchParams("q=zzzz&state=online&page=2");

test("on the overview the box says what is searched for, and a new search keeps the other filters from page one on", () => {
  expect(searchIn("/", params)).toEqual({ query: "zzzz", kept: [["state", "online"]] });
  expect(searchIn("/", new URLSearchParams())).toEqual({ query: "", kept: [] });
});

test.each(["/alerts", "/servers/nas", "/settings/audit"])(
  "the text that %s is filtered by is no search for servers",
  (pathname) => {
    expect(searchIn(pathname, params)).toEqual({ query: "", kept: [] });
  },
);
