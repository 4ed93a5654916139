import http from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Database } from "../../db/client";
import type { Severity } from "../../domain/alerts/alert";
import type { ChannelType, NotificationEvent } from "../../domain/notifications/notification";
import { testNow } from "../testing";

export type Received = { method: string; path: string; headers: http.IncomingHttpHeaders; body: string };
type Answer =
  | { status: number; headers?: http.OutgoingHttpHeaders; body?: string }
  /** Ends the connection without a word, says nothing for ever, or answers after the promise. */
  | "drop"
  | "stall"
  | Promise<{ status: number }>;

/** A real HTTP server that keeps what it gets and answers as it is told, 200 where it is not. */
export async function receiver(
  answer: (request: Received, count: number) => Answer = () => ({ status: 200 }),
) {
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(one);
    const said = await answer(one, received.length);
    if (said === "drop") request.socket.destroy();
    else if (said !== "stall") {
      response.writeHead(said.status, "headers" in said ? said.headers : {});
      response.end("body" in said ? said.body : "");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${port}`, port };
}

/** A server with an alert, and a way to put messages about it into the outbox, as the machine does with their cause. */
export async function alertOfTest(db: Database, change: { resolvedAt?: number; severity?: Severity } = {}) {
  const { resolvedAt = null, severity = "critical" } = change;
  const results = await db.write([
    { sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas.lan') ON CONFLICT DO NOTHING", args: [] },
    {
      sql: `INSERT INTO alerts (server_id, alert_type, subject, severity, status, title, message, threshold_value,
              actual_value, peak_value, created_at, resolved_at)
            VALUES ('nas', 'disk', '/mnt/' || (SELECT count(*) FROM alerts), ?, ?, 'nas: disk /mnt/tank at 96.2 %', 'Disk /mnt/tank is full.', 95,
              96.2, 98, CAST(? AS INTEGER), CAST(? AS INTEGER)) RETURNING id`,
      args: [severity, resolvedAt === null ? "open" : "resolved", testNow, resolvedAt],
    },
  ]);
  return Number(results[1]?.rows[0]?.id);
}

export async function channelOfTest(
  db: Database,
  channel: { name?: string; type?: ChannelType; isEnabled?: boolean; settings: Record<string, unknown> },
): Promise<number> {
  const { name = "phone", type = "webhook", isEnabled = true, settings } = channel;
  const results = await db.write([
    {
      sql: "INSERT INTO notification_channels (name, type, is_enabled, settings) VALUES (?, ?, CAST(? AS INTEGER), ?) RETURNING id",
      args: [name, type, isEnabled ? 1 : 0, JSON.stringify(settings)],
    },
  ]);
  return Number(results[0]?.rows[0]?.id);
}

let serial = 0;

/** One row of the outbox, due at its cause. */
export async function waiting(
  db: Database,
  row: {
    channelId: number;
    alertId: number | null;
    event?: NotificationEvent;
    severity?: Severity;
    at?: number;
  },
): Promise<number> {
  const { channelId, alertId, event = "opened", severity = "critical", at = testNow } = row;
  serial += 1;
  const results = await db.write([
    {
      sql: `INSERT INTO notifications (idempotency_key, alert_id, channel_id, event, severity, at, content, next_attempt_at, created_at)
            VALUES (?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, ?, CAST(? AS INTEGER), ?, CAST(? AS INTEGER), CAST(? AS INTEGER)) RETURNING id`,
      args: [
        `key-${serial}`,
        alertId,
        channelId,
        event,
        severity,
        at,
        JSON.stringify({ severity, value: 96.2, hangsOn: [] }),
        at,
        at,
      ],
    },
  ]);
  return Number(results[0]?.rows[0]?.id);
}

export type OutboxRow = {
  id: number;
  status: string;
  attempts: number;
  next_attempt_at: number;
  leased_by: string | null;
  answer: string | null;
  answer_status: number | null;
  finished_at: number | null;
  event: string;
  idempotency_key: string;
};

export function outbox(db: Database): Promise<OutboxRow[]> {
  return db.query<OutboxRow>("SELECT * FROM notifications ORDER BY id");
}
