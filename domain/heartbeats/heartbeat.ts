import { z } from "zod";
import { SERVER_ID_PATTERN } from "../servers/server";
import { serviceName, serviceStatuses } from "../services/service";
import { foreignText } from "../text/foreign-text";

/** SQLite's largest integer. As a JavaScript number it is rounded to 2^63, which is the bound that can be checked. */
const COUNTER_MAX = 2 ** 63;
const LIST_MAX = 500;
const PACKAGES_MAX = 5000;

const text = foreignText;
const name = (lengthMax: number) => text(lengthMax).min(1);
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();
const percent = z.number().min(0).max(100);
const counter = z.number().min(0).max(COUNTER_MAX).overwrite(Math.round);
const amount = z.number().min(0).max(1e15);
const wholeAmount = amount.overwrite(Math.round);

/** Any ISO 8601 offset (`Z`, `+01:00`, `+0100`, `+01`); a time without one is taken for UTC, as Python's `isoformat()` leaves it out. */
const instant = z
  .string()
  .max(40)
  .overwrite((value) => value.trim().replace(/([+-]\d\d)(?::?(\d\d))?$/, withOffsetMinutes))
  .pipe(
    z.iso.datetime({
      offset: true,
      local: true,
      error: "must be an ISO 8601 time such as 2026-11-21T09:30:00Z",
    }),
  )
  .transform((value, context) => {
    const at = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
    if (!Number.isFinite(at) || at <= 0) {
      context.addIssue({ code: "custom", message: "must be a time after 1970" });
      return z.NEVER;
    }
    return at;
  });

function withOffsetMinutes(
  whole: string,
  hours: string,
  minutes: string | undefined,
  offset: number,
): string {
  // The last two digits of a bare date look like an offset too; a time has its T before them.
  return offset > "2026-11-21T".length ? `${hours}:${minutes ?? "00"}` : whole;
}

const metricsSchema = z.object({
  cpu_percent: maybe(percent),
  memory_percent: maybe(percent),
  memory_total_mb: maybe(wholeAmount),
  memory_used_mb: maybe(wholeAmount),
  disk_percent: maybe(percent),
  disk_total_gb: maybe(amount),
  disk_used_gb: maybe(amount),
  network_rx_bytes: maybe(counter),
  network_tx_bytes: maybe(counter),
  load_1m: maybe(amount),
  load_5m: maybe(amount),
  load_15m: maybe(amount),
  uptime_seconds: maybe(wholeAmount),
});

const serviceSchema = z.object({
  name: serviceName,
  status: z.enum(serviceStatuses),
  status_reason: maybe(text(500)),
  pid: maybe(wholeAmount),
  memory_mb: maybe(amount),
  cpu_percent: maybe(amount),
  restarts: maybe(wholeAmount),
  exit_status: maybe(z.number().int()),
  since: maybe(text(40)),
});

const filesystemSchema = z.object({
  mount_point: name(1024),
  device: maybe(text(1024)),
  fs_type: maybe(text(50)),
  total_bytes: maybe(counter),
  used_bytes: maybe(counter),
  available_bytes: maybe(counter),
  percent: maybe(percent),
});

const networkInterfaceSchema = z.object({
  name: name(100),
  rx_bytes: maybe(counter),
  tx_bytes: maybe(counter),
  rx_packets: maybe(counter),
  tx_packets: maybe(counter),
  is_up: maybe(z.boolean()),
});

const sensorSchema = z.object({
  name: name(100),
  label: maybe(text(100)),
  temperature_celsius: maybe(z.number().min(-273.15).max(1000)),
});

const containerSchema = z.object({
  name: name(255),
  image: maybe(text(500)),
  status: maybe(text(100)),
  health: maybe(text(100)),
  cpu_percent: maybe(amount),
  memory_mb: maybe(amount),
});

const collectorErrorSchema = z.object({ collector: name(100), reason: maybe(text(500)) });

const packageSchema = z.object({
  name: name(255),
  current_version: maybe(text(255)),
  new_version: maybe(text(255)),
  repository: maybe(text(255)),
  is_security: maybe(z.boolean()),
});

/**
 * One heartbeat, as agents post it: what the published HomelabCmd agent sends, and what ours adds (`boot_id` and
 * below). Unknown keys are dropped. `timestamp` comes out as epoch milliseconds.
 */
export const heartbeatSchema = z.object({
  server_id: z.string().regex(SERVER_ID_PATTERN, "must be a slug: a-z, 0-9 and -, at most 100 characters"),
  hostname: name(255),
  timestamp: instant.describe("ISO 8601 with any offset; without one it is UTC"),
  // However a machine spells it: it is one identity.
  server_guid: maybe(z.guid().toLowerCase()),
  agent_version: maybe(text(20)),
  os_info: maybe(
    z.object({
      distribution: maybe(text(100)),
      version: maybe(text(100)),
      kernel: maybe(text(100)),
      architecture: maybe(text(20)),
    }),
  ),
  cpu_info: maybe(z.object({ cpu_model: maybe(text(255)), cpu_cores: maybe(wholeAmount) })),
  metrics: maybe(metricsSchema),
  services: maybe(z.array(serviceSchema).max(LIST_MAX)),
  filesystems: maybe(z.array(filesystemSchema).max(LIST_MAX)),
  network_interfaces: maybe(z.array(networkInterfaceSchema).max(LIST_MAX)),
  updates_available: maybe(wholeAmount),
  security_updates: maybe(wholeAmount),
  packages: maybe(z.array(packageSchema).max(PACKAGES_MAX)),
  boot_id: maybe(text(100)),
  interval_seconds: maybe(z.number().int().min(1).max(86_400)),
  sensors: maybe(z.array(sensorSchema).max(LIST_MAX)),
  containers: maybe(z.array(containerSchema).max(LIST_MAX)),
  memory: maybe(z.object({ swap_total_mb: maybe(wholeAmount), swap_used_mb: maybe(wholeAmount) })),
  spooled: maybe(wholeAmount),
  spool_dropped: maybe(wholeAmount),
  collector_errors: maybe(z.array(collectorErrorSchema).max(LIST_MAX)),
});

export type Heartbeat = z.output<typeof heartbeatSchema>;
export type ReportedService = z.output<typeof serviceSchema>;
export type Filesystem = z.output<typeof filesystemSchema>;
export type NetworkInterface = z.output<typeof networkInterfaceSchema>;
export type Container = z.output<typeof containerSchema>;
export type CollectorError = z.output<typeof collectorErrorSchema>;

/** How far ahead of the hub an agent's clock may be. */
const CLOCK_AHEAD_MS_MAX = 5 * 60_000;

/** Why a sample's time cannot be right, or null. Naming both clocks tells at once which of the two is wrong. */
export function faultOfTimestamp(timestamp: number, now: number): string | null {
  if (timestamp <= now + CLOCK_AHEAD_MS_MAX) return null;
  return (
    `is ${Math.round((timestamp - now) / 1000)} s ahead of the hub: the agent says ${new Date(timestamp).toISOString()}, ` +
    `the hub's clock ${new Date(now).toISOString()}; at most ${CLOCK_AHEAD_MS_MAX / 1000} s are allowed`
  );
}
