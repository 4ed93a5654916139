import { z } from "zod";
import { instantAnswer } from "../answer";
import { machineTypes, SERVER_ID_PATTERN, serverStatuses } from "./server";

const text = z.string().nullable();
const number = z.number().nullable();
const count = z.number().int().min(0).nullable();
const instant = instantAnswer.nullable();

/** The newest sample; null is "not measured". */
const latestMetricsSchema = z.strictObject({
  timestamp: instantAnswer,
  cpu_percent: number,
  memory_percent: number,
  memory_total_mb: number,
  memory_used_mb: number,
  swap_total_mb: number,
  swap_used_mb: number,
  disk_percent: number,
  disk_total_gb: number,
  disk_used_gb: number,
  network_rx_bytes: number.describe("counter since boot; exact to 2^53"),
  network_tx_bytes: number.describe("counter since boot; exact to 2^53"),
  load_1m: number,
  load_5m: number,
  load_15m: number,
  uptime_seconds: number,
  temperature_celsius: number.describe("the hottest sensor"),
});

export const serverAnswerSchema = z.strictObject({
  id: z.string().regex(SERVER_ID_PATTERN),
  guid: text,
  hostname: z.string(),
  display_name: text,
  ip_address: text,
  status: z.enum(serverStatuses).describe("unknown until the first fresh heartbeat"),
  status_changed_at: instant,
  os_distribution: text,
  os_version: text,
  kernel_version: text,
  architecture: text,
  os_info: z.strictObject({ distribution: text, version: text, kernel: text, architecture: text }),
  cpu_model: text,
  cpu_cores: count,
  machine_type: z.enum(machineTypes),
  machine_category: text,
  tdp_watts: count,
  idle_watts: count,
  agent_version: text,
  boot_id: text,
  heartbeat_interval_seconds: z.number().int().min(1),
  clock_skew_ms: z.number().int().nullable().describe("the agent's clock minus the hub's"),
  spooled_count: count.describe("heartbeats that wait on the agent's disk"),
  spool_dropped_count: count.describe("heartbeats that the agent had to drop, all together"),
  last_seen: instant,
  offline_after: instant.describe("the deadline: silence beyond it is offline"),
  is_paused: z.boolean(),
  paused_at: instant,
  updates_available: count,
  security_updates: count,
  tags: z.array(z.string()),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  latest_metrics: latestMetricsSchema.nullable(),
  active_alert_count: z.number().int().min(0),
});
export type ServerAnswer = z.output<typeof serverAnswerSchema>;

export const serverListAnswerSchema = z.strictObject({
  servers: z.array(serverAnswerSchema),
  total: z.number().int().min(0),
});

export const serverTokenAnswerSchema = z.strictObject({
  server_id: z.string().regex(SERVER_ID_PATTERN),
  server_token: z.string().startsWith("hla_").describe("shown this once; those before it stop working"),
});
