import { expect, test } from "vitest";
import type { JobState } from "@/hub/jobs/read-jobs";
import { aboutLines, jobRows } from "./about-view";

const job = (change: Partial<JobState>): JobState => ({
  ...{
    name: "sweep",
    everyMs: 10_000,
    lagMs: 0,
    lastStartedAt: 1,
    lastFinishedAt: 2,
    lastDurationMs: 1,
    lastError: null,
  },
  ...change,
});

test.each<[string, Partial<JobState>, string, string]>([
  ["ran when it should", {}, "good", "On time"],
  ["has not run", { lastStartedAt: null, lastDurationMs: null }, "none", "Has not run yet"],
  ["failed", { lastError: "the disk is full", lagMs: 60_000 }, "bad", "Failed: the disk is full"],
  ["is a little late", { lagMs: 9000 }, "good", "On time"],
  ["is late", { lagMs: 60_000 }, "notice", "Due for 1m"],
])("a job that %s", (_what, change, state, words) => {
  expect(jobRows([job(change)])).toMatchObject([{ state, words }]);
});

test("what is not known of the database is a dash, not a zero", () => {
  const lines = aboutLines({
    ...{
      version: "1",
      licence: "MIT",
      nodeVersion: "v20",
      uptimeSeconds: 60,
      localFile: null,
      size: null,
      growth: "g",
    },
    ...{ schema: { changes: 3, newestAt: null }, isHealthy: false, timeZone: null },
  });
  const said = Object.fromEntries(lines.map(({ name, value }) => [name, value]));
  expect(said).toMatchObject({
    Health: "The database cannot be read",
    Database: "a libSQL server",
    "Its size": "–",
    "Its schema": "3 changes, the newest of –",
  });
});
