import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../db/client";
import { fileUrl } from "../../db/local-file";
import { type Heartbeat, heartbeatSchema } from "../../domain/heartbeats/heartbeat";
import { fillDatabase } from "./fill-database";
import { fleet } from "./fleet";
import type { Machine } from "./machine";
import { SimulatedMachine } from "./simulated-machine";

const end = Date.UTC(2026, 10, 21, 9, 30);
const HOUR_MS = 3_600_000;
const times = { start: end - 14 * 24 * HOUR_MS, end };

const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
/** Two of the same four days. Nobody writes in them any more, because filling one takes seconds, on a busy machine many. */
const [first, second] = ["first.db", "second.db"].map(
  (file) => new Database(fileUrl(path.join(directory, file))),
) as [Database, Database];

beforeAll(async () => {
  for (const db of [first, second]) await fillDatabase(db, { end, days: 4 });
}, 600_000);
afterAll(() => {
  for (const db of [first, second]) db.closeNow();
  rmSync(directory, { recursive: true, force: true });
});

test("the same end gives the same rows, in every table", async () => {
  expect(await listTables(first)).toContain("metrics_1h");
  for (const table of await listTables(first)) {
    expect(await contentOf(second, table), table).toEqual(await contentOf(first, table));
  }
});

test("at its end five of the six are online, and one has been offline for three days", async () => {
  const servers = await first.query<{ id: string; status: string; deadline: number; since: number }>(
    "SELECT id, status, offline_after AS deadline, status_changed_at AS since FROM servers ORDER BY id",
  );
  const of = (id: string) => servers.find((server) => server.id === id);
  expect(servers).toHaveLength(6);
  expect(servers.filter(({ status }) => status === "online")).toHaveLength(5);
  expect(of("old-pi")).toMatchObject({ status: "offline", since: of("old-pi")?.deadline });
  expect(of("nas")?.deadline).toBeGreaterThan(end + 2 * 60_000);
  // The flapping one has been back for about two hours.
  expect((end - (of("pi-hole")?.since ?? 0)) / HOUR_MS).toBeCloseTo(2, 0);
});

test("the hours are the aggregate of their samples", async () => {
  const differing = await first.query(
    `SELECT h.server_id, h.bucket_start FROM metrics_1h AS h JOIN (
       SELECT server_id, timestamp / 3600000 * 3600000 AS bucket, count(*) AS n, max(cpu_percent) AS hottest
       FROM metrics JOIN rollup_progress USING (server_id) WHERE timestamp < rolled_up_until GROUP BY 1, 2) AS m
     ON m.server_id = h.server_id AND m.bucket = h.bucket_start
     WHERE m.n <> h.sample_count OR m.hottest <> coalesce(h.cpu_percent_max, h.cpu_percent_min)`,
  );
  expect(differing).toEqual([]);
});

test.each(fleet.map((machine) => [machine.id, machine] as const))(
  "%s reports what the hub accepts, with counters that fall only when it boots",
  (_id, machine) => {
    let before: Heartbeat | null = null;
    const faults: string[] = [];
    for (const [step, heartbeat] of heartbeatsOf(machine).entries()) {
      if (step % 97 === 0) {
        const sent = { ...heartbeat, timestamp: new Date(heartbeat.timestamp).toISOString() };
        expect(heartbeatSchema.parse(sent)).toEqual(JSON.parse(JSON.stringify(heartbeat)));
      }
      faults.push(...faultsBetween(before, heartbeat));
      before = heartbeat;
    }
    expect(faults).toEqual([]);
  },
);

test("one disk of the nas fills steadily and is near 96 % at the end", () => {
  const nas = fleet.find(({ id }) => id === "nas");
  const shares = heartbeatsOf(nas).map(
    ({ filesystems }) => filesystems?.find(({ mount_point }) => mount_point === "/mnt/tank")?.percent ?? 0,
  );
  expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0))).toBe(true);
  expect(shares.at(-1)).toBeCloseTo(96.2, 1);
  expect((shares.at(-1) ?? 0) - (shares[0] ?? 0)).toBeGreaterThan(3);
});

test.each([
  ["docker-01", 20_160, 1],
  ["pi-hole", 20_052, 13],
  ["workstation", 12_000, 15],
])("%s has about %i samples of %i boots", (id, samples, boots) => {
  const heartbeats = heartbeatsOf(fleet.find((machine) => machine.id === id));
  expect(Math.abs(heartbeats.length - samples)).toBeLessThan(100);
  expect(Math.abs(new Set(heartbeats.map(({ boot_id }) => boot_id)).size - boots)).toBeLessThanOrEqual(1);
});

test("the workstation is on whenever somebody looks", () => {
  const workstation = fleet.find(({ id }) => id === "workstation");
  for (let hour = 0; hour < 7 * 24; hour += 5) {
    const last = heartbeatsOf(workstation, { start: end + (hour - 48) * HOUR_MS, end: end + hour * HOUR_MS });
    expect(last.at(-1)?.timestamp).toBeGreaterThan(end + hour * HOUR_MS - 60_000);
  }
});

function heartbeatsOf(machine: Machine | undefined, span = times): Heartbeat[] {
  if (machine === undefined) throw new Error("There is no such machine in the fleet");
  const simulated = new SimulatedMachine(machine, span);
  const heartbeats: Heartbeat[] = [];
  for (simulated.advance(); simulated.at <= span.end; simulated.advance()) {
    if (simulated.isOn) heartbeats.push(simulated.heartbeat({ lists: true, longLists: true }));
  }
  return heartbeats;
}

function faultsBetween(before: Heartbeat | null, heartbeat: Heartbeat): string[] {
  const at = new Date(heartbeat.timestamp).toISOString();
  const { metrics } = heartbeat;
  const faults: string[] = [];
  const percents = [metrics?.cpu_percent, metrics?.memory_percent, metrics?.disk_percent];
  if (percents.some((percent) => !(typeof percent === "number" && percent > 0 && percent < 100))) {
    faults.push(`${at}: percents ${percents}`);
  }
  const isSameBoot = before !== null && before.boot_id === heartbeat.boot_id;
  const counters = (of: Heartbeat) => [
    of.metrics?.network_rx_bytes ?? 0,
    of.metrics?.network_tx_bytes ?? 0,
    of.metrics?.uptime_seconds ?? 0,
    ...(of.network_interfaces?.flatMap(({ rx_bytes, tx_bytes }) => [rx_bytes ?? 0, tx_bytes ?? 0]) ?? []),
  ];
  const now = counters(heartbeat);
  if (isSameBoot && counters(before).some((value, index) => (now[index] ?? 0) < value)) {
    faults.push(`${at}: a counter fell without a boot`);
  }
  const seconds = before === null ? 0 : (heartbeat.timestamp - before.timestamp) / 1000;
  const uptime = metrics?.uptime_seconds ?? 0;
  if (isSameBoot && uptime - (before.metrics?.uptime_seconds ?? 0) !== seconds) {
    faults.push(`${at}: the uptime does not go with the clock`);
  }
  if (before !== null && !isSameBoot && uptime > seconds) faults.push(`${at}: up for longer than silent`);
  return faults;
}

async function listTables(db: Database): Promise<string[]> {
  const tables = await db.query<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name",
  );
  return tables.map(({ name }) => name);
}

/** Every row and value of a table, in the order of the file; too many to compare as objects. */
async function contentOf(db: Database, table: string): Promise<string> {
  const columns = await db.query<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`);
  const values = columns.map(({ name }) => `quote(${name})`).join(" || ',' || ");
  const [content] = await db.query<{ text: string | null }>(
    `SELECT group_concat(row, char(10)) AS text FROM (SELECT ${values} AS row FROM ${table})`,
  );
  return content?.text ?? "";
}
