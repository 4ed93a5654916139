import fc from "fast-check";
import type { Database } from "../../db/client";
import { thresholdsDefault } from "../../domain/alerts/thresholds";
import type { Arrival } from "../heartbeats/arrival";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testBy, testNow } from "../testing";
import { acknowledgeAlerts } from "./acknowledge-alert";
import { resolveAlerts } from "./resolve-alert";
import { outboxFaults, snapshot, timelineFaults } from "./testing-invariants";
import { ModelHub, type PostedSample, type WorldSample } from "./testing-model-hub";

type ServerId = "nas" | "pi";

/** What may happen to a hub. */
type Move =
  | {
      move: "beat";
      servers: ServerId[];
      samples: WorldSample[];
      apartSeconds: number;
      lagSeconds: number;
      order: number;
    }
  | { move: "quiet"; minutes: number }
  | { move: "jump"; minutes: number }
  | { move: "replay"; pick: number }
  | { move: "acknowledge" | "resolve"; pick: number }
  | { move: "pause" | "unpause"; servers: ServerId[] }
  | { move: "startAnew"; servers: ServerId[]; times: number }
  | { move: "ruleOff" | "ruleOn" }
  | { move: "sweep" }
  | { move: "restart" };

const reading = fc.option(fc.constantFrom(5, 77.9, 78, 79.9, 80, 84.9, 85, 89.9, 90, 92.9, 93, 95, 99), {
  freq: 8,
});
const nginx = fc.constantFrom("running", "running", "running", "stopped", "failed", "unknown", null, null);
const someServers = fc.constantFrom<ServerId[]>(["nas"], ["pi"], ["nas", "pi"]);
const beat: fc.Arbitrary<Move> = fc.record({
  move: fc.constant("beat" as const),
  servers: someServers,
  samples: fc.array(fc.record({ cpu: reading, disk: reading, tank: reading, nginx }), {
    minLength: 1,
    maxLength: 4,
  }),
  apartSeconds: fc.constantFrom(0, 20, 60, 100),
  lagSeconds: fc.constantFrom(0, 0, 0, 1, 59, 61, 179, 180, 181, 900),
  order: fc.nat(7),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: beat },
  {
    weight: 3,
    arbitrary: fc.record({ move: fc.constant("quiet" as const), minutes: fc.constantFrom(1, 3, 4, 31, 300) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ move: fc.constant("jump" as const), minutes: fc.constantFrom(-600, -5, -1, 60) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constantFrom("pause" as const, "unpause" as const),
      servers: someServers,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      move: fc.constant("startAnew" as const),
      servers: someServers,
      times: fc.constantFrom(1, 1, 2, 3),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      move: fc.constantFrom("replay" as const, "acknowledge" as const, "resolve" as const),
      pick: fc.nat(50),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        "sweep" as const,
        "sweep" as const,
        "restart" as const,
        "ruleOff" as const,
        "ruleOn" as const,
      )
      .map((name) => ({ move: name })),
  },
);

export const worldRuns = fc.array(move, { minLength: 5, maxLength: 40, size: "max" });

/** Two channels: one that hears everything, one that hears what is critical. */
export async function prepareWorld(db: Database): Promise<void> {
  await db.write([
    `INSERT INTO notification_channels (name, type, min_severity, settings)
     VALUES ('all', 'webhook', 'low', '{}'), ('worst', 'webhook', 'critical', '{}')`,
  ]);
}

/** Lives one run on a real hub, whose memory of earlier runs is wiped, and on the model; what is wrong, in words. */
export async function faultsOfWorld(
  first: Database,
  moves: Move[],
  reopen: (db: Database) => Promise<Database>,
): Promise<string[]> {
  let db = first;
  const world = new World();
  await db.write(["DELETE FROM servers", "DELETE FROM config"]);
  for (const one of moves) {
    world.now += 1000;
    if (one.move === "restart") db = await reopen(db);
    else await world.live(db, one);
  }
  return [...(await world.faults(db)), ...(await world.replayFaults(db))];
}

class World {
  now = testNow;
  private readonly model = new ModelHub();
  private readonly posted: PostedSample[][] = [];
  /** When nginx was started anew, by its init system. */
  private readonly restarts: { serverId: ServerId; at: number }[] = [];

  async live(db: Database, one: Exclude<Move, { move: "restart" }>): Promise<void> {
    if (one.move === "beat") await this.post(db, this.samplesOf(one));
    else if (one.move === "replay")
      await this.post(db, this.posted[one.pick % Math.max(1, this.posted.length)] ?? []);
    else if (one.move === "quiet") await this.quiet(db, one.minutes);
    else if (one.move === "jump") this.now += one.minutes * 60_000;
    else if (one.move === "sweep") await this.sweep(db);
    else if (one.move === "startAnew") this.startAnew(one.servers, one.times);
    else if (one.move === "pause" || one.move === "unpause")
      await this.pause(db, one.servers, one.move === "pause");
    else if (one.move === "ruleOff" || one.move === "ruleOn") await this.turnCpu(db, one.move === "ruleOn");
    else if (one.move === "acknowledge" || one.move === "resolve") await this.byHand(db, one.move, one.pick);
  }

  async faults(db: Database): Promise<string[]> {
    const rows = await db.query<Record<string, unknown>>(
      `SELECT server_id, alert_type, subject, severity, status, created_at, resolved_at, auto_resolved AS by_machine,
         stale_at IS NOT NULL AS is_stale, peak_value FROM alerts ORDER BY server_id, alert_type, subject, id`,
    );
    const is = rows.map((row) => JSON.stringify({ ...row }));
    const should = this.model.rows().map((row) => JSON.stringify(row));
    const disagreement =
      is.join("\n") === should.join("\n")
        ? []
        : [`the hub says\n${is.join("\n")}\nthe model\n${should.join("\n")}`];
    return [...disagreement, ...(await timelineFaults(db)), ...(await outboxFaults(db))];
  }

  async replayFaults(db: Database): Promise<string[]> {
    const before = await snapshot(db);
    for (const batch of [...this.posted].reverse()) await this.post(db, [...batch].reverse());
    return (await snapshot(db)) === before ? [] : ["what was posted a second time changed something"];
  }

  private samplesOf(one: Extract<Move, { move: "beat" }>): PostedSample[] {
    this.now += 30_000;
    const { samples, apartSeconds, lagSeconds, order } = one;
    const posted = one.servers.flatMap((serverId) =>
      samples.map((sample, index) => {
        const at = this.now - 1000 * (lagSeconds + (samples.length - 1 - index) * apartSeconds);
        return { serverId, at, sample, restarts: this.restartsUntil(serverId, at) };
      }),
    );
    // Some come in disorder, some twice within one batch.
    if (order === 1) posted.reverse();
    if (order === 2) posted.push(...posted.slice(0, 2));
    if (order === 3) posted.push(...posted.splice(0, 1));
    this.posted.push(posted);
    return posted;
  }

  private startAnew(servers: ServerId[], times: number): void {
    for (const serverId of servers)
      for (let time = 0; time < times; time++) this.restarts.push({ serverId, at: this.now });
  }

  /** What the counter shows at an instant, whenever a sample of it is sent. */
  private restartsUntil(serverId: ServerId, at: number): number {
    return this.restarts.filter((restart) => restart.serverId === serverId && restart.at <= at).length;
  }

  private async post(db: Database, posted: PostedSample[]): Promise<void> {
    if (posted.length === 0) return;
    const kept = posted.filter(({ at }) => at <= this.now);
    const outcomes = await recordHeartbeats(
      db,
      kept.map((one) => arrivalOf(one, this.now)),
    );
    if (outcomes.some(({ kind }) => kind === "rejected")) throw new Error("a heartbeat was refused");
    this.model.post(kept, this.now);
    const expecting = JSON.stringify(kept.map(({ serverId }) => serverId));
    await db.write([
      {
        sql: `INSERT INTO expected_services (server_id, service_name) SELECT DISTINCT value, 'nginx' FROM json_each(?) WHERE true
              ON CONFLICT DO NOTHING`,
        args: [expecting],
      },
    ]);
  }

  private async quiet(db: Database, minutes: number): Promise<void> {
    const end = this.now + minutes * 60_000;
    for (const part of [0.5, 1]) {
      this.now = end - minutes * 60_000 * (1 - part);
      await this.sweep(db);
    }
  }

  private async sweep(db: Database): Promise<void> {
    await sweepOfflineServers(db, { now: this.now, watchingSince: 0 });
    this.model.sweep(this.now);
  }

  private async pause(db: Database, servers: ServerId[], isPaused: boolean): Promise<void> {
    const sql =
      "UPDATE servers SET paused_at = CAST(? AS INTEGER) WHERE id IN (SELECT value FROM json_each(?))";
    await db.write([{ sql, args: [isPaused ? this.now : null, JSON.stringify(servers)] }]);
    this.model.pause(servers, isPaused);
  }

  private async turnCpu(db: Database, isOn: boolean): Promise<void> {
    const cpu = isOn
      ? thresholdsDefault.cpu
      : { ...thresholdsDefault.cpu, high_percent: null, critical_percent: null };
    const sql =
      "INSERT INTO config (key, value) VALUES ('thresholds', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    await db.write([{ sql, args: [JSON.stringify({ ...thresholdsDefault, cpu })] }]);
    this.model.isCpuOn = isOn;
  }

  private async byHand(db: Database, move: "acknowledge" | "resolve", pick: number): Promise<void> {
    const active = await db.query<{ id: number; server_id: string; alert_type: string; subject: string }>(
      "SELECT id, server_id, alert_type, subject FROM alerts WHERE status <> 'resolved' ORDER BY id",
    );
    const alert = active[pick % Math.max(1, active.length)];
    if (alert === undefined) return;
    const deed = { ids: [Number(alert.id)], ...testBy({ now: this.now }) };
    if (move === "acknowledge") await acknowledgeAlerts(db, deed);
    else await resolveAlerts(db, deed);
    this.model.byHand(
      { serverId: alert.server_id, alertType: alert.alert_type, subject: alert.subject },
      move,
      this.now,
    );
  }
}

function arrivalOf({ serverId, at, sample, restarts: counted }: PostedSample, receivedAt: number): Arrival {
  const { cpu, disk, tank, nginx: status } = sample;
  const restarts = status === "unknown" ? null : counted;
  return testArrival(
    {
      server_id: serverId,
      timestamp: new Date(at).toISOString(),
      metrics: { cpu_percent: cpu, disk_percent: disk },
      filesystems: [{ mount_point: "/mnt/tank", percent: tank }],
      services: status === null ? null : [{ name: "nginx", status, restarts }],
    },
    { receivedAt },
  );
}
