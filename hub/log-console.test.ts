import { afterEach, beforeEach, expect, test } from "vitest";
import { logConsole } from "./log-console";
import { giveBackLog, takeLog } from "./testing-log";

const { warn, error } = console;
let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = takeLog();
  logConsole();
});

afterEach(() => {
  Object.assign(console, { warn, error });
  giveBackLog();
});

test("what a library says on the console is one line, without colours", () => {
  console.warn("\u001b[33m⚠\u001b[0m %s is\nold", "this");
  expect(lines).toMatchObject([{ level: 40, from: "console", msg: "⚠ this is\nold" }]);
});

test("an error keeps its stack and its cause", () => {
  console.error(" ⨯ ", new Error("no such table", { cause: new Error("no such file") }));
  console.error(new TypeError("of itself"));
  expect(lines).toMatchObject([
    {
      level: 50,
      msg: "⨯",
      err: { message: "no such table: no such file", stack: expect.stringContaining("caused by") },
    },
    { level: 50, msg: "of itself", err: { type: "TypeError" } },
  ]);
});

test("the error of a request is left to the line that knows the request", () => {
  console.error("⨯", Object.assign(new Error("no such table"), { digest: "3795616297" }));
  expect(lines).toEqual([]);
});
