import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Database } from "../../db/client";
import { fileUrl } from "../../db/local-file";
import { startDatabase } from "../../db/start-database";
import { mergeThresholds, thresholdsDefault } from "../../domain/alerts/thresholds";
import { now } from "../clock";
import { resetClock, setClock } from "../clock-testing";
import { writeDefaultConfig } from "../config/write-default-config";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { jobTable } from "../jobs/jobs";
import { startScheduler } from "../jobs/scheduler";
import { testArrival, testNow } from "../testing";

/** One server for each kind of alert, and what it says when it is well, when it is ill, and when it is worse. */
const kinds = {
  cpu: (value: number) => ({ metrics: { cpu_percent: value } }),
  memory: (value: number) => ({ metrics: { memory_percent: value } }),
  disk: (value: number) => ({ metrics: { disk_percent: value } }),
  mount: (value: number) => ({ metrics: {}, filesystems: [{ mount_point: "/mnt/tank", percent: value }] }),
  load: (value: number) => ({ metrics: { load_5m: value }, cpu_info: { cpu_cores: 2 } }),
  down: (value: number) => ({ services: [{ name: "nginx", status: value === 0 ? "running" : "failed" }] }),
  unknown: (value: number) => ({ services: value === 0 ? [{ name: "nginx", status: "running" }] : [] }),
};
type Kind = keyof typeof kinds;
const ids = Object.keys(kinds) as Kind[];
const well = { cpu: 10, memory: 10, disk: 10, mount: 10, load: 1, down: 0, unknown: 0 };
const ill = { cpu: 90, memory: 90, disk: 90, mount: 90, load: 5, down: 1, unknown: 1 };
const worse = { cpu: 99, memory: 99, disk: 99, mount: 99, load: 9, down: 1, unknown: 1 };

/** A longer step is a break, after which the hub watches anew before it calls anyone offline. */
const WATCHED_STEP_SECONDS = 20;

type Row = Record<string, unknown>;
const folder = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
let db: Database;
let stories: Map<string, string>;

/** The night of a hub that runs as it does in earnest, with its own jobs, by a clock that is moved. */
beforeAll(async () => {
  process.env.HOMELAB_LOG_LEVEL = "silent";
  let clock = testNow;
  let restarts = 0;
  setClock(clock);
  db = new Database(fileUrl(path.join(folder, "homelab.db")));
  await startDatabase(db, { now: now() });
  await writeDefaultConfig(db);
  const thresholds = mergeThresholds(thresholdsDefault, { load: { high_per_core: 2, critical_per_core: 4 } });
  await db.write([
    { sql: "UPDATE config SET value = ? WHERE key = 'thresholds'", args: [JSON.stringify(thresholds)] },
    "INSERT INTO notification_channels (name, type, settings) VALUES ('phone', 'webhook', '{}')",
    ...["down", "unknown", "restarts"].flatMap((id) => [
      `INSERT INTO servers (id, hostname) VALUES ('${id}', '${id}')`,
      `INSERT INTO expected_services (server_id, service_name) VALUES ('${id}', 'nginx')`,
    ]),
  ]);
  const stop = startScheduler(
    db,
    jobTable.filter(({ name }) => name === "sweep-offline-servers"),
  );
  const tick = async (seconds: number) => {
    clock += seconds * 1000;
    setClock(clock);
    const swept = async () => {
      const [row] = await db.query<Row>(
        "SELECT last_finished_at FROM jobs WHERE name = 'sweep-offline-servers'",
      );
      expect(row?.last_finished_at).toBeGreaterThanOrEqual(clock);
    };
    await vi.waitFor(swept, { timeout: 8000, interval: 20 });
  };
  const beat = async (values: Record<Kind, number>, others: string[] = []) => {
    const at = now();
    const sample = (server_id: string, change: Row) =>
      testArrival(
        { server_id, timestamp: new Date(at).toISOString(), metrics: {}, ...change },
        { receivedAt: at },
      );
    const own = ids.map((id) => sample(id, kinds[id](values[id])));
    // It is started anew before each of its first heartbeats.
    restarts = values === ill ? restarts + 2 : restarts;
    own.push(sample("restarts", { services: [{ name: "nginx", status: "running", restarts }] }));
    await recordHeartbeats(db, [...own, ...others.map((id) => sample(id, {}))]);
  };
  const has = async (alertType: string) =>
    (await db.query("SELECT id FROM alerts WHERE alert_type = ?", [alertType])).length > 0;
  try {
    await beat(ill, ["lonely"]);
    for (let turn = 0; turn < 2; turn++) {
      await tick(60);
      await beat(ill);
    }
    await db.write(["UPDATE expected_services SET is_critical = 1 WHERE server_id = 'down'"]);
    for (let turn = 0; turn < 30 && !(await has("offline")); turn++) {
      await tick(WATCHED_STEP_SECONDS);
      await beat(worse);
    }
    await tick(31 * 60);
    await beat(worse, ["lonely"]);
    for (let turn = 0; turn < 2; turn++) {
      await tick(25);
      await beat(well, ["lonely"]);
    }
    await tick(120);
    for (let turn = 0; turn < 30 && !(await has("network")); turn++) await tick(WATCHED_STEP_SECONDS);
    await beat(well, ["lonely"]);
    await tick(25);
    stories = await readStories(db);
  } finally {
    await stop();
    resetClock();
  }
}, 90_000);

afterAll(() => {
  db.closeNow();
  rmSync(folder, { recursive: true, force: true });
});

/** By server and type: what happened, and in brackets what was told. */
async function readStories(of: Database): Promise<Map<string, string>> {
  const rows = await of.query<{ story: string; kind: string; event: string | null }>(
    `SELECT a.server_id || ' ' || a.alert_type || ':' || a.subject AS story, e.kind, n.event
     FROM alert_events AS e JOIN alerts AS a ON a.id = e.alert_id
       LEFT JOIN notifications AS n ON n.alert_id = e.alert_id AND n.at = e.at ORDER BY e.id`,
  );
  const found = new Map<string, string>();
  for (const { story, kind, event } of rows) {
    found.set(
      story,
      [...(found.get(story)?.split(", ") ?? []), event === null ? kind : `${kind} (${event})`].join(", "),
    );
  }
  return found;
}

const life = "opened (opened), escalated (escalated), reminded (reminder), resolved (resolved)";

test.each([
  ["cpu", "cpu cpu:"],
  ["memory", "memory memory:"],
  ["disk", "disk disk:"],
  ["one filesystem", "mount disk:/mnt/tank"],
  ["load", "load load:"],
])("an alert about %s opens, gets worse, is reminded of and resolves", (_kind, story) => {
  expect(stories.get(story)).toBe(life);
});

test("an alert about one silent server opens at its deadline, is reminded of and ends with a heartbeat", async () => {
  expect(stories.get("lonely offline:")).toBe("opened (opened), reminded (reminder), resolved (resolved)");
  const [alert] = await db.query<Row>(
    "SELECT a.created_at - min(s.timestamp) AS waited FROM alerts AS a JOIN metrics AS s USING (server_id) WHERE alert_type = 'offline'",
  );
  expect(alert).toMatchObject({ waited: 180_000 });
});

test("a silence of all is one alert of the hub or its network, which ends when they report again", () => {
  const networks = [...stories].filter(([story]) => story.includes("network"));
  expect(networks.map(([, what]) => what)).toEqual(["opened (opened), resolved (resolved)"]);
});

test.each([
  ["a service that is down opens, gets worse when it is critical", "down service_down:nginx"],
  ["a service that restarts again and again opens", "restarts service_restarts:nginx"],
  ["a service that nothing is known of opens", "unknown service_unknown:nginx"],
])("an alert about %s and resolves", (_kind, story) => {
  const told = story.startsWith("down")
    ? "opened (opened), escalated (escalated), resolved (resolved)"
    : "opened (opened), resolved (resolved)";
  expect(stories.get(story)).toBe(told);
});

test("nothing else was told", () => {
  expect(stories.size).toBe(10);
});
