import path from "node:path";
import type { Database } from "../db/client";
import type { Arrival } from "../hub/heartbeats/arrival";
import { recordHeartbeats } from "../hub/heartbeats/record-heartbeats";
import { testArrival } from "../hub/testing";
import { prepareDatabase, withDatabase } from "./database";
import { temporaryFolder } from "./hub";
import type { Measurement } from "./measurement";

const SERVICES = 10;
const SERVERS = 16;
const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 20);

/** What watching services costs: rows of one that never changes, and the commit of sixteen heartbeats with ten and without. */
export const services: Measurement = {
  name: "services",
  async run({ isQuick }) {
    const turns = isQuick ? 60 : 600;
    return withDatabaseOf(async (db, ids) => {
      const day = Array.from({ length: 1440 }, (_, minute) => minute);
      for (const minute of day) await recordHeartbeats(db, [arrivalOf(ids[0] ?? "", minute, SERVICES)]);
      const [rows] = await db.query<{ n: number }>("SELECT count(*) AS n FROM service_status");
      const perService = Number(rows?.n) / SERVICES;
      await db.write([
        `INSERT INTO expected_services (server_id, service_name)
         SELECT servers.id, 'service-' || value FROM servers, json_each('${JSON.stringify([...Array(SERVICES).keys()])}')`,
      ]);
      const bare: number[] = [];
      const watched: number[] = [];
      for (let turn = 0; turn < turns; turn++) {
        const minute = 2000 + turn;
        // A service that is expected and not reported would be an alert: what is compared is the day on which all is well.
        watched.push(
          await commitMs(
            db,
            ids.map((id) => arrivalOf(id, minute, SERVICES)),
          ),
        );
      }
      await db.write(["DELETE FROM expected_services", "DELETE FROM service_status"]);
      for (let turn = 0; turn < turns; turn++) {
        const minute = 2000 + turns + turn;
        bare.push(
          await commitMs(
            db,
            ids.map((id) => arrivalOf(id, minute, 0)),
          ),
        );
      }
      return [
        {
          what: "Rows a day of a service that never changes, 60 s heartbeats",
          figure: perService.toFixed(1),
          goal: "< 288",
          isMet: perService < 288,
        },
        {
          what: `Commit of ${SERVERS} heartbeats, ${SERVICES} watched services each against none (mean)`,
          figure: `${mean(watched).toFixed(2)} ms / ${mean(bare).toFixed(2)} ms`,
          goal: "",
          isMet: null,
        },
      ];
    });
  },
};

async function withDatabaseOf<T>(work: (db: Database, ids: string[]) => Promise<T>): Promise<T> {
  const file = path.join(temporaryFolder(), "services.db");
  const servers = await prepareDatabase(file, SERVERS);
  return withDatabase(file, (db) =>
    work(
      db,
      servers.map(({ id }) => id),
    ),
  );
}

function arrivalOf(server_id: string, minute: number, count: number): Arrival {
  const at = START + minute * MINUTE_MS;
  const list = Array.from({ length: count }, (_, index) => ({
    ...{ name: `service-${index}`, status: "running", pid: 400 + index, restarts: 0 },
    ...{ memory_mb: 20 + (minute % 7), cpu_percent: (minute % 5) / 10, since: "2026-11-19T08:00:00Z" },
  }));
  return testArrival(
    { server_id, timestamp: new Date(at).toISOString(), services: count === 0 ? null : list },
    { receivedAt: at },
  );
}

async function commitMs(db: Database, arrivals: Arrival[]): Promise<number> {
  const begun = performance.now();
  await recordHeartbeats(db, arrivals);
  return performance.now() - begun;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
