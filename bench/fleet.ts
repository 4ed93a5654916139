import type { Database } from "../db/client";
import { startDatabase } from "../db/start-database";
import { writeDefaultConfig } from "../hub/config/write-default-config";
import { rollUpSamples } from "../hub/metrics/roll-up-samples";
import { withDatabase } from "./database";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Servers whose samples are written in one transaction. */
const CHUNK = 50;

/**
 * A new database with `servers` machines that reported every minute of the last `hours`, all online. Written by SQL and
 * not by heartbeats, which would take minutes; the rows, columns and hours are those that heartbeats leave behind. Of the
 * lists (services, filesystems, interfaces) there is the newest of each.
 */
export function fillFleet(
  file: string,
  options: { servers: number; hours: number },
): Promise<{ samples: number }> {
  const now = Date.now();
  const newest = now - 10_000;
  const count = options.hours * 60;
  return withDatabase(file, async (db) => {
    await startDatabase(db, { now });
    await writeDefaultConfig(db);
    await writeServers(db, { count: options.servers, now, newest });
    for (let first = 1; first <= options.servers; first += CHUNK) {
      await writeSamples(db, { first, last: Math.min(first + CHUNK - 1, options.servers), newest, count });
    }
    await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
    await db.write(["ANALYZE"]);
    const [row] = await db.query<{ samples: number }>("SELECT count(*) AS samples FROM metrics");
    return { samples: row?.samples ?? 0 };
  });
}

async function writeServers(db: Database, options: { count: number; now: number; newest: number }) {
  const { count, now, newest } = options;
  // An hour ahead, so that none of them goes offline while it is measured.
  await db.write([
    `INSERT INTO servers (id, hostname, display_name, ip_address, status, status_changed_at, os_distribution, os_version,
       kernel_version, architecture, cpu_model, cpu_cores, agent_version, last_seen, offline_after, updates_available, security_updates)
     SELECT format('server-%04d', value), format('server-%04d.lan', value), iif(value % 3 = 0, format('Server %d', value), NULL),
       format('10.0.%d.%d', value / 250, value % 250 + 1), 'online', ${now - 20 * 24 * HOUR_MS}, 'Debian GNU/Linux', '13', '6.12.41',
       'x86_64', 'Intel(R) N100', 4, '1.0.0', ${newest}, ${now + HOUR_MS}, value % 40, value % 7
     FROM ${series("n", 1, count)}`,
    `INSERT INTO server_tags (server_id, tag)
     SELECT id, iif(rowid % 2 = 0, 'rack-' || (rowid % 9 + 1), 'lab') FROM servers`,
    ...Object.entries(lists).map(([metricType, list]) => ({
      sql: `INSERT INTO metrics_snapshot (server_id, timestamp, metric_type, metric_data)
            SELECT id, ${newest}, ?, ? FROM servers`,
      args: [metricType, JSON.stringify(list)],
    })),
  ]);
}

async function writeSamples(
  db: Database,
  options: { first: number; last: number; newest: number; count: number },
) {
  const { first, last, newest, count } = options;
  await db.write([
    `INSERT INTO metrics (server_id, timestamp, cpu_percent, memory_percent, memory_total_mb, memory_used_mb, swap_total_mb,
       swap_used_mb, disk_percent, disk_total_gb, disk_used_gb, network_rx_bytes, network_tx_bytes, load_1m, load_5m, load_15m,
       uptime_seconds, temperature_celsius, disk_worst_percent)
     SELECT format('server-%04d', s.value), ${newest - (count - 1) * MINUTE_MS} + m.value * ${MINUTE_MS},
       round((s.value * 7 + m.value * 13) % 400 / 8.0 + 2, 1), round(40 + (s.value * 11 + m.value) % 300 / 10.0, 1), 15896,
       6000 + (s.value * 11 + m.value) % 5000, 2048, 128, round(20 + s.value % 70 + m.value / 2000.0, 1), 468.2,
       round(90 + s.value % 300 + m.value / 500.0, 1), 8000000000 + m.value * 1234567, 3000000000 + m.value * 234567,
       round((s.value + m.value) % 40 / 10.0, 2), 0.9, 0.8, 3000000 + m.value * 60, round(38 + (s.value + m.value) % 200 / 10.0, 1),
       round(25 + s.value % 70 + m.value / 2000.0, 1)
     FROM ${series("s", first, last)}, ${series("m", 0, count - 1)}`,
  ]);
}

/** A table `name(value)` of the whole numbers from one to the other. */
function series(name: string, first: number, last: number): string {
  return `(WITH RECURSIVE n(value) AS (SELECT ${first} UNION ALL SELECT value + 1 FROM n WHERE value < ${last})
    SELECT value FROM n) AS ${name}`;
}

const lists = {
  services: Array.from({ length: 10 }, (_, index) => ({
    name: `service-${index}.service`,
    status: "running",
    memory_mb: 12 + index,
  })),
  filesystems: [
    {
      mount_point: "/",
      device: "/dev/sda2",
      fs_type: "ext4",
      total_bytes: 5e11,
      used_bytes: 2.4e11,
      percent: 48,
    },
  ],
  network_interfaces: [{ name: "eth0", rx_bytes: 8e9, tx_bytes: 3e9, is_up: true }],
};
