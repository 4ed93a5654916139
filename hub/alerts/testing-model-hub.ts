import { ModelSubject } from "../../domain/alerts/testing-reference-model";

export type WorldSample = {
  cpu: number | null;
  disk: number | null;
  tank: number | null;
  /** What is said of nginx; null: nothing. */
  nginx: "running" | "stopped" | "failed" | "unknown" | null;
};
export type PostedSample = {
  serverId: string;
  at: number;
  sample: WorldSample;
  /** The counter of the init system; it is told wherever something is known of nginx. */
  restarts: number;
};

const SILENCE_ALLOWED_MS = 180_000;
const cpuRule = { high: 85, critical: 95, clear: 80, breaches: 3, clears: 2 };
const diskRule = { high: 80, critical: 95, clear: 78, breaches: 1, clears: 1 };
const downRule = { high: 1, critical: 2, clear: 1, breaches: 1, clears: 1 };
const unknownRule = { high: 1, critical: 2, clear: 1, breaches: 3, clears: 1 };
const restartsRule = { high: 3, critical: 4000, clear: 1, breaches: 1, clears: 1 };
const RESTARTS_WITHIN_MS = 600_000;
const services = [
  { alertType: "service_down", severity: "medium" },
  { alertType: "service_unknown", severity: "low" },
  { alertType: "service_restarts", severity: "medium" },
] as const;
const figures: { key: "cpu" | "disk" | "tank"; alertType: string; subject: string }[] = [
  { key: "cpu", alertType: "cpu", subject: "" },
  { key: "disk", alertType: "disk", subject: "" },
  { key: "tank", alertType: "disk", subject: "/mnt/tank" },
];

type Said = { word: string; counter: number | null };

class ModelServer {
  newestAt = 0;
  lastSeen = 0;
  isOffline = false;
  isPaused = false;
  /** nginx is expected of it from its second heartbeat on. */
  isExpecting = false;
  readonly down = new ModelSubject();
  readonly unknown = new ModelSubject();
  readonly restarts = new ModelSubject();
  /** Every sample that was accepted, late ones too, by its time: what it said of nginx; null where nothing. */
  readonly heard = new Map<number, Said | null>();
  readonly offline = new ModelSubject();
  readonly figures = new Map(figures.map(({ key }) => [key, new ModelSubject()]));
}

/** A hub with the default rules, as the specification has it, and nothing of how it is made. */
export class ModelHub {
  isCpuOn = true;
  private readonly servers = new Map<string, ModelServer>();

  post(posted: PostedSample[], now: number): void {
    for (const id of new Set(posted.map(({ serverId }) => serverId))) {
      const server = this.servers.get(id) ?? new ModelServer();
      this.servers.set(id, server);
      const own = posted.filter(({ serverId }) => serverId === id);
      const first = own.filter(({ at }, index) => own.findIndex((other) => other.at === at) === index);
      this.hear(
        server,
        first.sort((a, b) => a.at - b.at),
        now,
      );
    }
  }

  /** `samples` in the order of their times, each time once. */
  private hear(server: ModelServer, samples: PostedSample[], now: number): void {
    const fresh = samples.filter(({ at }) => at > server.newestAt && at + SILENCE_ALLOWED_MS > now);
    const newestAt = Math.max(...samples.map(({ at }) => at));
    const isNews = newestAt > server.newestAt || newestAt > server.lastSeen;
    server.newestAt = Math.max(server.newestAt, newestAt);
    server.lastSeen = Math.max(server.lastSeen, newestAt);
    if (isNews && server.lastSeen + SILENCE_ALLOWED_MS > now) server.isOffline = false;
    const { isExpecting } = server;
    server.isExpecting = true;
    for (const { at, sample, restarts } of samples) {
      if (server.heard.has(at)) continue;
      const said = { word: sample.nginx ?? "unknown", counter: isKnown(sample) ? restarts : null };
      server.heard.set(at, sample.nginx === null && !isExpecting ? null : said);
    }
    if (fresh.length === 0) return;
    endSilence(server);
    if (isExpecting) hearOfNginx(server, fresh);
    for (const [key, subject] of server.figures) {
      const rule = key !== "cpu" ? diskRule : this.isCpuOn ? cpuRule : null;
      subject.feed(
        fresh.map(({ at, sample }) => ({ at, value: sample[key] })),
        rule,
        server.isPaused,
      );
    }
  }

  sweep(now: number): void {
    for (const server of this.servers.values()) {
      const deadline = server.lastSeen + SILENCE_ALLOWED_MS;
      if (deadline <= now) server.isOffline = true;
      if (server.isPaused) continue;
      if (!server.isOffline) {
        endSilence(server);
        continue;
      }
      server.offline.openAt(deadline);
      for (const subject of [...server.figures.values(), server.down, server.unknown, server.restarts])
        subject.goStale();
    }
  }

  /** A server that the hub has never heard of cannot be paused. */
  pause(ids: readonly string[], isPaused: boolean): void {
    for (const id of ids) {
      const server = this.servers.get(id);
      if (server !== undefined) server.isPaused = isPaused;
    }
  }

  byHand(
    alert: { serverId: string; alertType: string; subject: string },
    deed: "acknowledge" | "resolve",
    now: number,
  ): void {
    const server = this.servers.get(alert.serverId);
    const figure = figures.find(
      ({ alertType, subject }) => alertType === alert.alertType && subject === alert.subject,
    );
    const others = {
      service_down: server?.down,
      service_unknown: server?.unknown,
      service_restarts: server?.restarts,
      offline: server?.offline,
    };
    const subject =
      figure === undefined ? others[alert.alertType as keyof typeof others] : server?.figures.get(figure.key);
    if (deed === "acknowledge") subject?.acknowledge();
    else subject?.resolve(now, "hand");
  }

  rows() {
    const subjects = [...this.servers].flatMap(([serverId, server]) => [
      { serverId, alertType: "offline", subject: "", is: server.offline },
      ...figures.map(({ key, ...figure }) => ({ serverId, ...figure, is: server.figures.get(key) })),
      { serverId, alertType: "service_down", subject: "nginx", is: server.down },
      { serverId, alertType: "service_unknown", subject: "nginx", is: server.unknown },
      { serverId, alertType: "service_restarts", subject: "nginx", is: server.restarts },
    ]);
    const keyOf = (one: { serverId: string; alertType: string; subject: string }) =>
      [one.serverId, one.alertType, one.subject].join("\0");
    return subjects
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .flatMap(({ serverId, alertType, subject, is }) =>
        (is?.history ?? []).map((alert) => ({
          server_id: serverId,
          alert_type: alertType,
          subject,
          severity: services.find((service) => service.alertType === alertType)?.severity ?? alert.severity,
          status: alert.resolvedAt !== null ? "resolved" : alert.isAcknowledged ? "acknowledged" : "open",
          created_at: alert.openedAt,
          resolved_at: alert.resolvedAt,
          by_machine: alert.resolvedBy === "machine" ? 1 : 0,
          is_stale: alert.isStale ? 1 : 0,
          peak_value: alertType === "service_down" || alertType === "service_unknown" ? null : alert.peak,
        })),
      );
  }
}

/** Down or not, known or not; what is not known says nothing of the first, which is stale while it is not. */
function hearOfNginx(server: ModelServer, fresh: PostedSample[]): void {
  const said = fresh.map(({ at, sample }) => ({ at, word: sample.nginx ?? "unknown" }));
  server.down.feed(
    said.map(({ at, word }) => ({ at, value: word === "unknown" ? null : Number(word !== "running") })),
    downRule,
    server.isPaused,
  );
  server.restarts.feed(restartReadings(server, fresh), restartsRule, server.isPaused);
  if (said.at(-1)?.word === "unknown") for (const one of [server.down, server.restarts]) one.goStale();
  server.unknown.feed(
    said.map(({ at, word }) => ({ at, value: Number(word === "unknown") })),
    unknownRule,
    server.isPaused,
  );
}

/**
 * How often nginx was started anew in the ten minutes until each sample: by the counter, from one sample to the next that ran,
 * unless more than ten minutes lie between them. Unless it is told of already, only a restart can be one too many.
 */
function restartReadings(server: ModelServer, fresh: PostedSample[]) {
  const all = [...server.heard]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, said]) => (said === null ? [] : [{ at, ...said }]));
  const restarts = all.map(({ at, word, counter }, index) => {
    const before = all[index - 1];
    const isCountable = word === "running" && before != null && at - before.at <= RESTARTS_WITHIN_MS;
    const from = isCountable ? before.counter : null;
    // A counter that begins anew after a reboot counts nothing.
    return { at, count: from === null || counter === null ? 0 : Math.max(0, counter - from) };
  });
  const isTold = server.restarts.active !== null;
  return fresh.map(({ at, sample }) => {
    const lately = restarts.filter((one) => one.at > at - RESTARTS_WITHIN_MS && one.at <= at);
    const count = lately.reduce((sum, one) => sum + one.count, 0);
    const isNews = isTold || lately.some((one) => one.at === at && one.count > 0);
    return { at, value: !isKnown(sample) ? null : isNews ? count : Math.min(count, 2) };
  });
}

function isKnown({ nginx }: WorldSample): boolean {
  return nginx !== null && nginx !== "unknown";
}

/** It ends when the server was heard, and never before it began. */
function endSilence(server: ModelServer): void {
  const { active } = server.offline;
  if (active !== null) server.offline.resolve(Math.max(server.lastSeen, active.openedAt), "machine");
}
