import { expect, test } from "vitest";
import { jobTable } from "@/hub/jobs/jobs";
import type { JobState } from "@/hub/jobs/read-jobs";
import { growthWords, trendWords } from "../retention/retention-view";
import { aboutLines, jobRows } from "./about-view";

const job = (change: Partial<JobState>): JobState => ({
  ...{
    name: "sweep",
    everyMs: 10_000,
    waitsForWork: false,
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
  [
    "has had nothing to do",
    { lastStartedAt: null, lastDurationMs: null, waitsForWork: true },
    "none",
    "Nothing to do yet",
  ],
  ["failed", { lastError: "the disk is full", lagMs: 60_000 }, "bad", "Failed: the disk is full"],
  ["is a little late", { lagMs: 9000 }, "good", "On time"],
  ["is late", { lagMs: 60_000 }, "notice", "Due for 1m"],
])("a job that %s", (_what, change, state, words) => {
  expect(jobRows([job(change)])).toMatchObject([{ state, words }]);
});

test.each<[Partial<JobState>, string]>([
  [{ everyMs: 10_000 }, "every 10s"],
  [{ everyMs: 600_000 }, "every 10m"],
  [{ name: "deliver-notifications", everyMs: 1000, waitsForWork: true }, "when one is due"],
  [{ name: "roll-up-samples", everyMs: 1000, waitsForWork: true }, "every 5m"],
  [{ name: "of-tomorrow", everyMs: 1000, waitsForWork: true }, "when there is something to do"],
])("a job says when it does something, not how often it is asked (%o)", (change, words) => {
  expect(jobRows([job(change)])).toMatchObject([{ when: words }]);
});

test("every job that waits for work says for what", () => {
  const waiting = jobTable.filter(({ hasWork }) => hasWork !== undefined);
  expect(waiting.length).toBeGreaterThan(0);
  for (const { name, everyMs } of waiting) {
    const [row] = jobRows([job({ name, everyMs, waitsForWork: true })]);
    expect(row?.when, name).not.toBe("when there is something to do");
  }
});

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [2007, "2.0 s"],
  [60_000, "1m"],
  [125_000, "2m 5s"],
])("a run of %d ms took %s", (lastDurationMs, words) => {
  expect(jobRows([job({ lastDurationMs })])).toMatchObject([{ took: words }]);
});

test("how the database grows does not say its size again", () => {
  const day = 86_400_000;
  const sizes = Array.from({ length: 15 }, (_, index) => ({
    ...{ day: index * day, bytes: 64 * 2 ** 20 + index * 2 ** 20, freeBytes: 2 ** 20 },
  }));
  expect(trendWords([])).toBe("How it grows will be known after a week.");
  for (const known of [sizes.slice(0, 2), sizes]) {
    expect(trendWords(known)).not.toMatch(/The database takes|free/);
    expect(growthWords(known)).toContain(trendWords(known));
  }
  expect(trendWords(sizes)).toMatch(/^Of late it grew by 1\.0 MiB a day/);
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
