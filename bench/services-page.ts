import path from "node:path";
import type { Database } from "../db/client";
import { withDatabase } from "./database";
import { fillFleet } from "./fleet";
import { withHubs } from "./hub";
import { type Measurement, median, percentile } from "./measurement";
import { timesOf } from "./pages";

const SERVERS = 50;
const SERVICES = 20;
const DAYS = 30;
/** A restart, an outage or a silence of its server every three days: more than a calm house sees. */
const RUNS = 10;
const MILLISECONDS_GOAL = 80;

/** The list of all services with a month of history, and the same by name, from the request to the last byte. */
export const servicesPage: Measurement = {
  name: "services-page",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("services");
      const file = path.join(folder, "services.db");
      await fillFleet(file, { servers: SERVERS, hours: 1 });
      await withDatabase(file, fillServices);
      await hub.start();
      const paths = ["/services", "/services?view=matrix"];
      const { times, cpuMs } = await timesOf(hub, { paths, count: isQuick ? 40 : 150, warmUp: 40 });
      const [list = [], matrix = []] = times;
      note(`by name: p95 ${percentile(matrix, 0.95).toFixed(0)} ms; CPU ${cpuMs.toFixed(1)} ms a page`);
      const p95 = percentile(list, 0.95);
      return [
        {
          what: `/services with ${SERVERS} servers x ${SERVICES} services, ${DAYS} d of history, p95`,
          figure: `${p95.toFixed(0)} ms (median ${median(list).toFixed(0)} ms)`,
          goal: `<= ${MILLISECONDS_GOAL} ms`,
          isMet: p95 <= MILLISECONDS_GOAL,
        },
      ];
    }),
};

/** Every server expects the same services; each has run with breaks, one in ten runs was an outage, and runs now. */
async function fillServices(db: Database): Promise<void> {
  const dayMs = 24 * 3_600_000;
  const now = Date.now();
  const start = now - DAYS * dayMs;
  const runMs = Math.floor((DAYS * dayMs) / RUNS);
  const numbers = (name: string, count: number) =>
    `(WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < ${count - 1}) SELECT value FROM n) AS ${name}`;
  await db.write([
    `INSERT INTO expected_services (server_id, service_name, is_critical)
     SELECT s.id, format('service-%02d.service', n.value), n.value % 5 = 0 FROM servers AS s, ${numbers("n", SERVICES)}`,
    `INSERT INTO service_status (server_id, service_name, status, timestamp, last_seen_at, known_until, restarts, pid, memory_mb)
     SELECT e.server_id, e.service_name, iif((e.id * 7 + r.value * 3) % 10 = 0 AND r.value < ${RUNS - 1}, 'failed', 'running'),
       ${start} + r.value * ${runMs}, ${start} + (r.value + 1) * ${runMs} - 60000, ${start} + (r.value + 1) * ${runMs} + 120000,
       r.value % 3 = 1, 1000 + e.id, e.id % 400
     FROM expected_services AS e, ${numbers("r", RUNS)}`,
    // An hour ahead, as the servers are: none of them falls silent while it is measured.
    `UPDATE service_status SET last_seen_at = ${now}, known_until = ${now + 3_600_000} WHERE timestamp >= ${start + (RUNS - 1) * runMs}`,
    `UPDATE servers SET services_stored_at = ${now}, services_seen_at = ${now}`,
    "ANALYZE",
  ]);
}
