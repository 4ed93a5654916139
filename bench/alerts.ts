import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { prepareDatabase, withDatabase } from "./database";
import { apiKey, type Hub, withHubs } from "./hub";
import { Load } from "./load";
import { type Measurement, median, percentile } from "./measurement";
import { timesOf } from "./pages";

const LIST_ALERTS = 100_000;
const LIST_GOAL_MS = 60;
const MESSAGE_GOAL_MS = 3000;
const RATIO_GOAL = 0.9;
const CONNECTIONS = 16;

/** Every filter of the list that reads differently: by status, severity, server, type, text, time, and far down. */
const lists = [
  "/alerts?status=all",
  "/alerts",
  "/alerts?status=resolved&severity=critical",
  "/alerts?status=all&server=server-0007",
  "/alerts?status=all&type=memory",
  "/alerts?status=all&q=disk",
  "/alerts?status=all&q=nothing-has-this-title",
  "/alerts?status=all&from=2026-01-01&to=2026-02-01",
  "/alerts?status=all&page=2000",
];

/** The list of alerts over a long history, whole pages from the request to the last byte. */
export const alertList: Measurement = {
  name: "alert-list",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("alerts");
      const file = path.join(folder, "alerts.db");
      await prepareDatabase(file, 50);
      await withDatabase(file, (db) => db.write([{ sql: FILL_ALERTS, args: [LIST_ALERTS, Date.now()] }]));
      await hub.start();
      const { times } = await timesOf(hub, { paths: lists, count: isQuick ? 15 : 40, warmUp: 8 });
      const p95s = times.map((ofPath) => percentile(ofPath, 0.95));
      for (const [index, pathname] of lists.entries()) note(`${pathname} ${p95s[index]?.toFixed(0)} ms p95`);
      const slowest = Math.max(...p95s);
      return [
        {
          what: `alert list over ${LIST_ALERTS} alerts, p95 of its slowest filter`,
          figure: `${slowest.toFixed(0)} ms (median of all ${median(times.flat()).toFixed(0)} ms)`,
          goal: `<= ${LIST_GOAL_MS} ms`,
          isMet: slowest <= LIST_GOAL_MS,
        },
      ];
    }),
};

/** From the answer to a heartbeat that opens an alert to the message at a webhook on this machine. */
export const messages: Measurement = {
  name: "messages",
  run: ({ isQuick }) =>
    withHubs(async (make, folder) => {
      const hub = make("messages");
      const count = isQuick ? 10 : 30;
      const file = path.join(folder, "messages.db");
      await prepareDatabase(file, count);
      await hub.start();
      const receiver = await startReceiver();
      try {
        await put(hub, "/api/v1/config/notifications", {
          channels: [
            {
              name: "bench",
              type: "webhook",
              enabled: true,
              min_severity: "low",
              settings: { url: receiver.url },
            },
          ],
        });
        const delays: number[] = [];
        for (let index = 1; index <= count; index++) {
          const server_id = `server-${String(index).padStart(4, "0")}`;
          const sample = {
            server_id,
            hostname: server_id,
            timestamp: new Date().toISOString(),
            metrics: { disk_percent: 99 },
          };
          const received = receiver.next();
          await call(hub, "POST", "/api/v1/agents/heartbeat", sample);
          const answeredAt = performance.now();
          delays.push((await received) - answeredAt);
        }
        const p99 = percentile(delays, 0.99);
        return [
          {
            what: `a sample on disk to its message at a local webhook, p99 of ${count}`,
            figure: `${p99.toFixed(0)} ms (median ${median(delays).toFixed(0)} ms)`,
            goal: `<= ${MESSAGE_GOAL_MS} ms`,
            isMet: p99 <= MESSAGE_GOAL_MS,
          },
        ];
      } finally {
        receiver.end();
      }
    }),
};

/** Single heartbeats with every rule on, against every rule off, in turns on one hub. */
export const alertingCost: Measurement = {
  name: "alerting-cost",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("cost");
      const servers = await prepareDatabase(path.join(folder, "cost.db"), CONNECTIONS);
      await hub.start();
      const load = new Load();
      const seconds = isQuick ? 1.2 : 2;
      const run = () => load.run({ kind: "heartbeats", url: hub.url, servers, seconds });
      try {
        for (let warmUp = 0; warmUp < 3; warmUp++) await run();
        const ratios: number[] = [];
        for (let round = 0; round < (isQuick ? 4 : 8); round++) {
          const rates = { on: 0, off: 0 };
          for (const state of round % 2 === 0 ? (["on", "off"] as const) : (["off", "on"] as const)) {
            await put(hub, "/api/v1/config/thresholds", rules(state === "on"));
            const answer = await run();
            rates[state] = answer.requests / answer.seconds;
          }
          ratios.push(rates.on / rates.off);
        }
        note(`ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(" ")}`);
        const ratio = median(ratios);
        return [
          {
            what: "single heartbeats with alerting on against off",
            figure: ratio.toFixed(2),
            goal: `>= ${RATIO_GOAL}`,
            isMet: ratio >= RATIO_GOAL,
          },
        ];
      } finally {
        load.end();
      }
    }),
};

function rules(isOn: boolean): Record<string, unknown> {
  const lines = (high: number) => ({
    high_percent: isOn ? high : null,
    critical_percent: isOn ? 95 : null,
    clear_percent: isOn ? high - 5 : null,
  });
  return { cpu: lines(85), memory: lines(85), disk: lines(80) };
}

async function put(hub: Hub, pathname: string, body: unknown): Promise<void> {
  await call(hub, "PUT", pathname, body);
}

async function call(hub: Hub, method: string, pathname: string, body: unknown): Promise<void> {
  const answer = await fetch(hub.url + pathname, {
    method,
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${pathname}: ${answer.status} ${await answer.text()}`);
}

/** A webhook that answers at once and says when each message came. */
async function startReceiver(): Promise<{ url: string; next: () => Promise<number>; end: () => void }> {
  let told: ((at: number) => void) | undefined;
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      told?.(performance.now());
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const next = () =>
    new Promise<number>((resolve) => {
      told = resolve;
    });
  return { url: `http://127.0.0.1:${port}/`, next, end: () => server.close() };
}

/** Parameters: how many, and the newest instant. All but a few hundred are over, as after some years. */
const FILL_ALERTS = `
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
  INSERT INTO alerts (server_id, alert_type, subject, severity, status, title, message, threshold_value, actual_value, created_at,
    resolved_at, auto_resolved)
  SELECT printf('server-%04d', 1 + i % 50), CASE i % 3 WHEN 0 THEN 'cpu' WHEN 1 THEN 'memory' ELSE 'disk' END,
    CASE WHEN i % 3 = 2 THEN '/mnt/' || i ELSE '' END, CASE i % 4 WHEN 0 THEN 'critical' ELSE 'high' END,
    CASE WHEN i > ?1 - 200 AND i % 3 = 2 THEN 'open' ELSE 'resolved' END,
    printf('server-%04d: %s at 91 %%', 1 + i % 50, CASE i % 3 WHEN 0 THEN 'CPU' WHEN 1 THEN 'memory' ELSE 'disk /mnt/' || i END),
    'It is at or above its line.', 85, 91, CAST(?2 - (?1 - i) * 900000 AS INTEGER),
    CASE WHEN i > ?1 - 200 AND i % 3 = 2 THEN NULL ELSE CAST(?2 - (?1 - i) * 900000 + 60000 AS INTEGER) END, 1
  FROM n`;
