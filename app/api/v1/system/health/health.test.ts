import { expect, test } from "vitest";
import { healthyAnswerSchema } from "@/domain/system/health-answer";
import { testNow } from "@/hub/testing";
import packageJson from "@/package.json" with { type: "json" };
import { ask, bodyOf, stopClock, testHub } from "../../testing";
import { GET } from "./route";

test("a hub that can serve says so to anybody, and nobody keeps the answer", async () => {
  await testHub();
  stopClock(testNow);
  const response = await GET(ask("/system/health", { key: null }), {});
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-request-id")).toMatch(/\S/);
  const health = await bodyOf(response, healthyAnswerSchema);
  expect(health.version).toBe(packageJson.version);
  expect(health.timestamp).toBe("2026-11-21T09:30:00.000Z");
});
