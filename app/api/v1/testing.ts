import { onTestFinished, vi } from "vitest";
import type { z } from "zod";
import type { Database } from "@/db/client";
import { temporaryDatabase } from "@/db/testing";
import { errorAnswerSchema } from "@/domain/answer";
import { now } from "@/hub/clock";

export const apiKey = "api-key-of-the-tests";
export const enrolmentKey = "enrolment-key-of-the-tests";

// The environment is read once, at the first use, which comes after this import.
Object.assign(process.env, {
  HOMELAB_API_KEY: apiKey,
  HOMELAB_ENROLMENT_KEY: enrolmentKey,
  HOMELAB_LOG_LEVEL: "silent",
});

/** Makes a real, migrated database file of this test alone the one that the routes use. */
export async function testHub(): Promise<Database> {
  const db = await temporaryDatabase();
  const holders = globalThis as { [holder: symbol]: unknown };
  delete holders[Symbol.for("homelabcmd.heartbeat-writer")];
  delete holders[Symbol.for("homelabcmd.change-watch")];
  holders[Symbol.for("homelabcmd.database")] = db;
  return db;
}

/**
 * The hub's clock shows `at` and stands there until the test is over or stops it elsewhere, so that nothing takes any time,
 * however slow the machine is. The database's own clock and all timers go on.
 */
export function stopClock(at: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  onTestFinished(() => void vi.useRealTimers());
}

/** A heartbeat as an agent writes it, taken now unless the test says otherwise. */
export function heartbeat(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    server_id: "nas",
    hostname: "nas.lan",
    timestamp: new Date(now()).toISOString(),
    metrics: { cpu_percent: 12.5, memory_percent: 61, disk_percent: 48 },
    ...change,
  };
}

type Asked = {
  method?: string;
  /** The API key unless the test says otherwise; null = none. */
  key?: string | null;
  headers?: Record<string, string>;
  json?: unknown;
  body?: BodyInit;
};

/** A request to the hub; `at` is the path below /api/v1. */
export function ask(at: string, { method, key = apiKey, headers = {}, json, body }: Asked = {}): Request {
  const content = json === undefined ? body : JSON.stringify(json);
  return new Request(`http://hub.lan:3000/api/v1${at}`, {
    method: method ?? (content === undefined ? "GET" : "POST"),
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: content,
    ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

/** What Next hands to a route below `[id]`. */
export const withId = (id: string) => ({ params: Promise.resolve({ id }) });

/** The body of an answer, which must be exactly what the schema says. */
export async function bodyOf<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(await response.json());
}

/** What an error's answer says, with its status beside its code. */
export async function errorOf(response: Response) {
  const { detail } = await bodyOf(response, errorAnswerSchema);
  return { status: response.status, ...detail };
}
