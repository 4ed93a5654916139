import { afterEach, expect, test } from "vitest";
import { logRequestError } from "./log-request-error";
import { giveBackLog, takeLog } from "./testing-log";

afterEach(giveBackLog);

test("a page that failed is found by the number it shows and by its request, without what its address carries", () => {
  const lines = takeLog();
  const error = Object.assign(new Error("no such table"), { digest: "3795616297" });
  const headers = { "x-request-id": "trace-1", cookie: "a session" };
  logRequestError(error, { method: "GET", path: "/login/callback?code=a-secret", headers });
  expect(lines).toMatchObject([
    {
      level: 50,
      requestId: "trace-1",
      method: "GET",
      path: "/login/callback",
      digest: "3795616297",
      err: { message: "no such table" },
      msg: "a request failed",
    },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/a session|a-secret/);
});

test("what is thrown and is no error is told as well", () => {
  const lines = takeLog();
  logRequestError("a word", { method: "POST", path: "/alerts", headers: {} });
  expect(lines).toMatchObject([{ path: "/alerts", err: "a word" }]);
});
