import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { countServices, listExpectedServices, listServiceRuns } from "../../db/queries/services";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { segmentsOf } from "../../domain/services/availability";
import { currentStatus } from "../../domain/services/current-status";
import { insertRow, insertServer } from "../alerts/testing-alerts";
import { testArrival, testNow } from "../testing";
import { recordHeartbeats } from "./record-heartbeats";

const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

type Service = Record<string, unknown> & { name: string; status: string };
type Beat = { at: number; intervalSeconds?: number; services?: Service[] | null };

const nginx: Service = { name: "nginx", status: "running" };
const arrivalOf = ({ at, intervalSeconds = 60, services = [nginx] }: Beat) =>
  testArrival(
    { timestamp: iso(testNow + at), interval_seconds: intervalSeconds, services },
    { receivedAt: testNow + 1500 * minute },
  );
const post = (db: Database, ...beats: Beat[]) => recordHeartbeats(db, beats.map(arrivalOf));

async function expecting(db: Database, ...names: string[]): Promise<void> {
  await insertServer(db, "nas");
  await db.write(
    names.map((service_name) => insertRow("expected_services", { server_id: "nas", service_name })),
  );
}

/** Each run in minutes, as it is read: from, last seen, known until, and what it says. */
async function runsOf(db: Database): Promise<string[]> {
  const services = (
    await db.query<{ name: string }>("SELECT DISTINCT service_name AS name FROM service_status ORDER BY 1")
  ).map(({ name }) => ({ serverId: "nas", serviceName: name }));
  const runs = await listServiceRuns(db, { services, from: 0, to: testNow * 2 });
  return services.flatMap(({ serviceName }) =>
    (runs.get(`nas ${serviceName}`) ?? []).map(
      ({ from, until, status, restarts }) =>
        `${serviceName} ${(from - testNow) / minute}..${(until - testNow) / minute} ${status} ${restarts}`,
    ),
  );
}
const rows = async (db: Database) =>
  (await db.query<{ n: number }>("SELECT count(*) AS n FROM service_status"))[0]?.n;

await describeEachDatabase("recording services", (kind) => {
  test("a service that never changes is one row, a whole day of heartbeats long", async () => {
    const db = await openTestDatabase(kind);
    const day = Array.from({ length: 1440 }, (_, index) => ({ at: index * minute }));
    // One after the other, as they come: a commit of many would not show what each of them writes.
    for (let from = 0; from < day.length; from += 7) await post(db, ...day.slice(from, from + 7));
    expect(await rows(db)).toBe(1);
    expect(await runsOf(db)).toEqual(["nginx 0..1442 running 0"]);
    const [server] = await db.query("SELECT services_seen_at AS seen FROM servers");
    expect(server).toEqual({ seen: testNow + 1439 * minute });
  });

  test("what changes, falls silent, restarts or is not reported any more begins and ends runs", async () => {
    const db = await openTestDatabase(kind);
    await post(db, { at: 0 }, { at: minute });
    await post(db, { at: 2 * minute, services: [{ ...nginx, status: "failed", exit_status: 1 }] });
    await post(db, { at: 10 * minute, services: [{ ...nginx, restarts: 1 }] });
    await post(db, { at: 11 * minute, services: [{ ...nginx, restarts: 4 }] });
    await post(db, { at: 12 * minute, services: [] });
    await post(db, { at: 13 * minute, services: [] });
    expect(await runsOf(db)).toEqual([
      "nginx 0..4 running 0",
      "nginx 2..5 failed 0",
      "nginx 10..13 running 0",
      "nginx 11..12 running 3",
    ]);
  });

  test("an expected service that is not reported is unknown, with the reason", async () => {
    const db = await openTestDatabase(kind);
    await expecting(db, "nginx", "sshd");
    await post(db, { at: 0 }, { at: minute });
    await post(db, { at: 2 * minute, services: null });
    const said = await listExpectedServices(db, {});
    expect(said.map(({ newest }) => [newest?.status, newest?.statusReason, newest?.from])).toEqual([
      ["unknown", "the agent reports no services", testNow + 2 * minute],
      ["unknown", "the agent reports no services", testNow + 2 * minute],
    ]);
    expect(await runsOf(db)).toContain("sshd 0..4 unknown 0");
  });

  test("what a machine says whose clock is behind holds as long as what others say", async () => {
    const db = await openTestDatabase(kind);
    await expecting(db, "nginx");
    const behind = 4 * minute;
    const saidAt = (at: number) => {
      const timestamp = iso(testNow + at - behind);
      const sentAt = testNow + at - behind;
      const sample = { timestamp, interval_seconds: 60, services: [nginx] };
      return recordHeartbeats(db, [testArrival(sample, { receivedAt: testNow + at, sentAt })]);
    };
    await saidAt(0);
    await saidAt(minute);
    const runningAt = async (at: number) => {
      const now = testNow + at;
      const [service] = await listExpectedServices(db, {});
      const counted = (await countServices(db, { serverIds: ["nas"], now })).get("nas")?.running;
      return [service?.newest && currentStatus(service.newest, now).status, counted];
    };
    expect(await runningAt(minute)).toEqual(["running", 1]);
    expect(await runningAt(4 * minute - 1)).toEqual(["running", 1]);
    expect(await runningAt(4 * minute)).toEqual(["unknown", 0]);
    await saidAt(10 * minute);
    expect(await runsOf(db)).toEqual(["nginx -4..0 running 0", "nginx 6..13 running 0"]);
  });

  test("services are counted by how they are, and what nobody spoke of is none of them", async () => {
    const db = await openTestDatabase(kind);
    await expecting(db, "a", "b", "c", "d", "e");
    const statuses = { a: "running", b: "stopped", c: "failed", d: "failed" } as const;
    const services = Object.entries(statuses).map(([name, status]) => ({ name, status }));
    const sample = { timestamp: iso(testNow), interval_seconds: 60, services };
    await recordHeartbeats(db, [testArrival(sample, { receivedAt: testNow, sentAt: testNow })]);
    expect((await countServices(db, { serverIds: ["nas"], now: testNow })).get("nas")).toEqual({
      ...{ expected: 5, running: 1, stopped: 1, failed: 2 },
    });
  });

  test("a heartbeat without services on a server of which none is expected writes nothing", async () => {
    const db = await openTestDatabase(kind);
    await post(db, { at: 0, services: null }, { at: minute, services: [] });
    await post(db, { at: 2 * minute, services: null });
    expect(await rows(db)).toBe(0);
    expect(await db.query("SELECT services_digest AS d, services_seen_at AS s FROM servers")).toEqual([
      { d: null, s: null },
    ]);
  });

  test("a run is written again every five minutes in place, with what it consumes", async () => {
    const db = await openTestDatabase(kind);
    for (let at = 0; at <= 9; at++) {
      await post(db, { at: at * minute, services: [{ ...nginx, memory_mb: at }] });
    }
    expect(await db.query("SELECT id, memory_mb, last_seen_at FROM service_status")).toEqual([
      { id: 1, memory_mb: 5, last_seen_at: testNow + 5 * minute },
    ]);
  });

  test("late samples find their place, and repeats change nothing", async () => {
    const db = await openTestDatabase(kind);
    await post(db, { at: 0 }, { at: minute }, { at: 7 * minute }, { at: 8 * minute });
    await post(db, { at: 7.5 * minute, services: [{ ...nginx, status: "stopped" }] });
    await post(db, { at: 4 * minute }, { at: 9 * minute });
    const expected = ["nginx 0..7.5 running 0", "nginx 7.5..10.5 stopped 0", "nginx 8..12 running 0"];
    expect(await runsOf(db)).toEqual(expected);
    const before = await db.query("SELECT * FROM service_status ORDER BY id");
    await post(db, { at: 4 * minute, services: [] }, { at: 7 * minute }, { at: 9 * minute });
    expect(await db.query("SELECT * FROM service_status ORDER BY id")).toEqual(before);
  });

  test("a late sample that changes nothing rewrites nothing", async () => {
    const db = await openTestDatabase(kind);
    await post(db, { at: 0 }, { at: 2 * minute });
    const before = await db.query("SELECT * FROM service_status");
    await post(db, { at: minute, services: [{ ...nginx, memory_mb: 7 }] });
    expect(await db.query("SELECT * FROM service_status")).toEqual(before);
  });

  test("runs of a server are its own, and go with it", async () => {
    const db = await openTestDatabase(kind);
    const other = testArrival({ server_id: "pi", services: [nginx] });
    await recordHeartbeats(db, [other, arrivalOf({ at: 0 })]);
    await db.write(["DELETE FROM servers WHERE id = 'pi'"]);
    expect(await runsOf(db)).toEqual(["nginx 0..3 running 0"]);
  });

  test("the answer names what is expected and watched", async () => {
    const db = await openTestDatabase(kind);
    await expecting(db, "sshd", "nginx");
    await db.write(["UPDATE expected_services SET enabled = 0 WHERE service_name = 'sshd'"]);
    const outcomes = await post(db, { at: 0 });
    expect(outcomes).toMatchObject([{ kind: "accepted", expectedServices: ["nginx"] }]);
  });
});

const service = fc.record(
  {
    name: fc.constantFrom("nginx", "sshd"),
    status: fc.constantFrom("running", "running", "failed", "unknown"),
    restarts: fc.constantFrom(0, 0, 0, 1),
    pid: fc.constantFrom(1, 1, 1, 2),
  },
  { requiredKeys: ["name", "status"] },
);
const calm = fc.constantFrom<Service[] | null>([nginx], [nginx, { name: "sshd", status: "running" }], null);
const history = fc.array(
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 45 }).map((half) => half * 30_000),
      intervalSeconds: fc.constantFrom(60, 60, 60, 60, 100),
      services: fc.oneof({ weight: 3, arbitrary: calm }, fc.array(service, { maxLength: 3 })),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  { maxLength: 12 },
);

/** The rule itself: a heartbeat's word holds until the next heartbeat, and no longer than its server may be silent. */
function stateAt(beats: Beat[], name: string, at: number): string {
  const last = beats.findLast((beat) => beat.at <= at);
  const allowedMs = Math.max(180_000, 2.5 * (last?.intervalSeconds ?? 0) * 1000);
  if (last === undefined || at >= last.at + allowedMs) return "unknown";
  return last.services?.findLast((one) => one.name === name)?.status ?? "unknown";
}

await describeEachDatabase("services of random histories", (kind) => {
  test("are at each instant what a count of all heartbeats says", async () => {
    const db = await openTestDatabase(kind);
    const names = ["nginx", "sshd"];
    await fc.assert(
      fc.asyncProperty(history, async (batches) => {
        await db.write(["DELETE FROM servers"]);
        await expecting(db, "nginx");
        const first = new Map<number, Beat>();
        for (const batch of batches) {
          await post(db, ...batch);
          for (const beat of batch) if (!first.has(beat.at)) first.set(beat.at, beat);
        }
        const beats = [...first.values()].sort((a, b) => a.at - b.at);
        const span = { from: testNow, to: testNow + 30 * minute };
        const services = names.map((serviceName) => ({ serverId: "nas", serviceName }));
        const runs = await listServiceRuns(db, { services, ...span });
        for (const name of names) {
          const segments = segmentsOf(runs.get(`nas ${name}`) ?? [], span);
          for (let at = 0; at < 30 * minute; at += 10_000) {
            const is = segments.find(({ from, to }) => from <= testNow + at && testNow + at < to)?.status;
            if (is === stateAt(beats, name, at)) continue;
            expect(`${name} at ${at / minute} is ${is}`).toBe(stateAt(beats, name, at));
          }
        }
        const before = await db.query("SELECT * FROM service_status ORDER BY id");
        for (const batch of [...batches].reverse()) await post(db, ...batch);
        expect(await db.query("SELECT * FROM service_status ORDER BY id")).toEqual(before);
      }),
      { numRuns: kind === "file" ? 250 : 25 },
    );
  }, 120_000);
});
