import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { crashInputs, storyOf } from "./testing-crash";
import type { CrashPoint } from "./testing-crash-child";
import { outboxFaults, timelineFaults } from "./testing-invariants";

const child = path.join(import.meta.dirname, "testing-crash-child.ts");

/** Runs a hub from an input on until it is killed or has done all. Answers the first input that it did not answer. */
function runHub(
  url: string,
  from: number,
  point: CrashPoint | null,
): Promise<{ next: number; wasKilled: boolean }> {
  const args = ["--import", "tsx", child, url, String(from), JSON.stringify(point)];
  const hub = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let next = from;
  createInterface({ input: hub.stdout }).on("line", (line) => {
    if (line === "within") hub.kill("SIGKILL");
    else next = Number(line.split(" ")[1]) + 1;
  });
  return new Promise((resolve, reject) => {
    hub.once("error", reject);
    hub.once("close", (code, signal) => {
      if (code !== 0 && signal !== "SIGKILL") reject(new Error(`the hub ended with ${code ?? signal}`));
      else resolve({ next, wasKilled: signal === "SIGKILL" });
    });
  });
}

test("a hub that is killed before, within and after its commits loses no event and doubles none", async () => {
  const undisturbed = await temporaryDatabase();
  for (const input of crashInputs) await input(undisturbed);
  const expected = await storyOf(undisturbed);
  expect(expected.length).toBeGreaterThan(50);

  const db = await temporaryDatabase();
  // Each life gets a little further than the one before; one that is killed within its first commit starts over.
  const deaths: CrashPoint[] = [
    { commit: 1, when: "before" },
    { commit: 1, when: "within" },
    { commit: 2, when: "after" },
    { commit: 1, when: "after" },
    { commit: 2, when: "within" },
    { commit: 2, when: "before" },
  ];
  let next = 0;
  let kills = 0;
  for (let life = 0; ; life++) {
    const end = await runHub(db.url, next, deaths[life % deaths.length] ?? null);
    next = end.next;
    if (!end.wasKilled) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(10);
  expect(await storyOf(db)).toEqual(expected);
  expect([...(await timelineFaults(db)), ...(await outboxFaults(db))]).toEqual([]);
}, 120_000);
