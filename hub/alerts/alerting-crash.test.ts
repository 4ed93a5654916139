import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { deliverNotifications } from "../notifications/deliver-notifications";
import { alertOfTest, channelOfTest, outbox, receiver, waiting } from "../notifications/testing";
import { testNow } from "../testing";
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
}, 600_000);

test("a hub that is killed between sending and writing it down sends again with the same key, and nothing else", async () => {
  let kill = () => {};
  const provider = await receiver((_request, count) => {
    if (count !== 2) return { status: 200 };
    kill();
    return "stall";
  });
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url: provider.url } });
  const deliver = async () => {
    await waiting(db, { channelId, alertId: await alertOfTest(db) });
    const hub = spawn(process.execPath, ["--import", "tsx", child, db.url, "deliver", String(testNow)], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    kill = () => hub.kill("SIGKILL");
    await new Promise((resolve) => hub.once("close", resolve));
    return hub.signalCode;
  };
  expect([await deliver(), await deliver()]).toEqual([null, "SIGKILL"]);
  expect((await outbox(db)).map(({ status }) => status)).toEqual(["sent", "waiting"]);

  // Until the lease is over the dead hub might be alive.
  const again = (minutes: number) =>
    deliverNotifications(db, { hubId: "heir", now: () => testNow + minutes * 60_000 });
  expect(await again(0)).toMatchObject({ begun: 0 });
  await again(60);
  await again(61);
  const rows = await outbox(db);
  expect(rows.map(({ status }) => status)).toEqual(["sent", "sent"]);
  const keys = rows.map(({ idempotency_key }) => idempotency_key);
  const received = provider.received.map(({ headers }) => headers["idempotency-key"]);
  expect(received).toEqual([keys[0], keys[1], keys[1]]);
}, 600_000);
