import { type Client, createClient, type InStatement } from "@libsql/client";

type Value = string | number | null;
type Row = Record<string, Value>;

const HASH = "a".repeat(64);
const instants = { created_at: 1_700_000_000_000, updated_at: 1_700_000_000_001 };

/** Two rows for every table, with a value in every column, so that nothing a migration drops goes unseen. */
const rows: Record<string, Row[]> = {
  servers: ["nas", "pi"].map((id, n) => ({
    ...{
      id,
      guid: `guid-${id}`,
      hostname: `${id}.lan`,
      display_name: `The ${id}`,
      ip_address: `10.0.0.${n}`,
    },
    ...{
      status: n === 0 ? "online" : "offline",
      status_changed_at: 5,
      os_distribution: "Debian",
      os_version: "13",
    },
    ...{ kernel_version: "6.12", architecture: "x86_64", cpu_model: "N100", cpu_cores: 4 + n },
    ...{
      machine_type: "workstation",
      machine_category: "rack",
      tdp_watts: 6,
      idle_watts: 3,
      agent_version: "1.2.3",
    },
    ...{
      boot_id: `boot-${id}`,
      heartbeat_interval_seconds: 30,
      clock_skew_ms: -4,
      spooled_count: 2,
      last_seen: 6,
    },
    ...{ offline_after: 7, paused_at: 8, updates_available: 9, security_updates: 1, ...instants },
  })),
  server_tags: [
    { server_id: "nas", tag: "lab" },
    { server_id: "pi", tag: "lab" },
  ],
  metrics: ["nas", "pi"].map((server_id, n) => ({
    ...{
      id: n + 5,
      server_id,
      timestamp: 1000 + n,
      cpu_percent: 1.5,
      memory_percent: 2.5,
      memory_total_mb: 100,
    },
    ...{ memory_used_mb: 50, swap_total_mb: 7, swap_used_mb: 6, disk_percent: 3.5, disk_total_gb: 9.5 },
    ...{ disk_used_gb: 4.5, network_rx_bytes: 9_007_199_254_740_991, network_tx_bytes: 12, load_1m: 0.1 },
    ...{
      load_5m: 0.2,
      load_15m: 0.3,
      uptime_seconds: 99,
      temperature_celsius: 41.5,
      disk_worst_percent: 3.5,
    },
  })),
  metrics_snapshot: ["nas", "pi"].map((server_id, n) => ({
    ...{ id: n + 3, server_id, timestamp: 1000, metric_type: "disk", metric_data: '{"a":1}', created_at: 4 },
  })),
  ...Object.fromEntries(
    ["metrics_5m", "metrics_1h", "metrics_1d"].map((table) => [
      table,
      ["nas", "pi"].map((server_id) => ({
        ...{ server_id, bucket_start: 86_400_000, sample_count: 60 },
        ...Object.fromEntries(
          ["cpu", "memory", "disk", "disk_worst"].flatMap((measure, n) =>
            ["min", "max", "sum", "count"].map((part, m) => [`${measure}_percent_${part}`, 10 * n + m]),
          ),
        ),
      })),
    ]),
  ),
  rollup_progress: ["nas", "pi"].map((server_id) => ({ server_id, rolled_up_until: 300_000 })),
  series: ["nas", "pi"].map((server_id, n) => ({ id: n + 1, server_id, kind: "filesystem", name: "/" })),
  series_1h: [1, 2].map((series_id) => ({ series_id, bucket_start: 3_600_000, value_min: 1.5 })),
  series_1d: [1, 2].map((series_id) => ({ series_id, bucket_start: 86_400_000, value_min: 1.5 })),
  archive_policy: ["raw", "1d"].map((tier) => ({ tier, retention_days: 14, enabled: 1, ...instants })),
  database_sizes: [86_400_000, 2 * 86_400_000].map((day) => ({ day, bytes: 4096, free_bytes: 0 })),
  config: ["thresholds", "retention"].map((key) => ({ key, value: '{"n":1}', updated_at: 3 })),
  jobs: ["sweep", "prune"].map((name) => ({
    ...{ name, leased_by: "hub-1", leased_until: 1, next_run_at: 2, last_started_at: 3, last_finished_at: 4 },
    ...{ last_duration_ms: 5, last_error: "none", watching_since: 6 },
  })),
  api_keys: ["widget", "backup"].map((name, n) => ({
    ...{
      id: n + 1,
      name,
      prefix: "hlk_Ab3d",
      key_sha256: HASH.slice(1) + n,
      access: "read",
      created_by: "ann",
    },
    ...{ expires_at: 1, revoked_at: 2, last_used_at: 3, last_used_from: "10.0.0.9", created_at: 4 },
  })),
  audit_log: [1, 2].map((id) => ({
    ...{ id, at: 1, actor_kind: "person", actor_id: "u1", actor_name: "ann", address: "10.0.0.9" },
    ...{ action: "server.update", subject_kind: "server", subject_id: "nas", subject_name: "The nas" },
    ...{ before: id === 1 ? '{"tags":[]}' : null, after: '{"tags":["lab"]}' },
  })),
  agent_tokens: ["nas", "pi"].map((server_id, n) => ({
    ...{ id: n + 1, server_id, token_sha256: HASH.slice(1) + n, enrolled_with_sha256: HASH, last_used_at: 1 },
    ...{ revoked_at: 2, created_at: 3 },
  })),
  enrolment_keys: ["rack", "desk"].map((name, n) => ({
    ...{
      id: n + 1,
      name,
      key_sha256: HASH.slice(1) + n,
      uses_max: 5,
      uses_count: 2,
      expires_at: 1,
      revoked_at: 2,
    },
    ...{ last_used_at: 3, created_at: 4 },
  })),
  alerts: ["nas", "pi"].map((server_id, n) => ({
    ...{
      id: n + 1,
      server_id,
      alert_type: "disk",
      subject: "/mnt/tank",
      severity: "high",
      status: "resolved",
    },
    ...{
      title: "Disk",
      message: "full",
      threshold_value: 80,
      actual_value: 81.5,
      peak_value: 90,
      created_at: 1,
    },
    ...{
      acknowledged_at: 2,
      acknowledged_by: "ann",
      stale_at: 3,
      resolved_at: 4,
      auto_resolved: 1,
      updated_at: 5,
    },
  })),
  alert_states: ["nas", "pi"].map((server_id, n) => ({
    ...{
      id: n + 1,
      server_id,
      metric_type: "disk:/mnt/tank",
      current_severity: "high",
      consecutive_breaches: 1,
    },
    ...{
      consecutive_clears: 0,
      current_value: 81.5,
      first_breach_at: 1,
      last_notified_at: 2,
      resolved_at: 3,
    },
    ...{ alert_id: n + 1, changes: "[1]", flapping_since: 4, created_at: 5, updated_at: 6 },
  })),
  alert_events: [1, 2].map((id) => ({
    ...{
      id,
      alert_id: id,
      kind: "opened",
      at: 1,
      severity: "high",
      value: 81.5,
      actor: "ann",
      note: "n",
      created_at: 2,
    },
  })),
  notification_channels: ["phone", "mail"].map((name, n) => ({
    ...{
      id: n + 1,
      name,
      type: "webhook",
      is_enabled: 1,
      min_severity: "low",
      settings: "{}",
      created_at: 1,
    },
    ...{ updated_at: 2 },
  })),
  notifications: [1, 2].map((id) => ({
    ...{
      id,
      idempotency_key: `key-${id}`,
      alert_id: id,
      channel_id: id,
      event: "opened",
      severity: "high",
      at: 1,
    },
    ...{ content: "{}", status: "sent", attempts: 1, next_attempt_at: 2, leased_by: "hub", leased_until: 3 },
    ...{ answer: "ok", answer_status: 200, finished_at: 4, created_at: 5 },
  })),
  maintenance_windows: [
    {
      ...{ id: 1, name: "once", server_id: "nas", tag: null, starts_at: 1, ends_at: 2, weekdays: null },
      ...{ start_minute: 1, duration_minutes: 1, time_zone: "UTC", created_at: 1, updated_at: 2 },
    },
    {
      ...{
        id: 2,
        name: "weekly",
        server_id: null,
        tag: "lab",
        starts_at: null,
        ends_at: null,
        weekdays: "[1]",
      },
      ...{ start_minute: 60, duration_minutes: 30, time_zone: "UTC", created_at: 1, updated_at: 2 },
    },
  ],
  expected_services: ["nas", "pi"].map((server_id, n) => ({
    ...{ id: n + 1, server_id, service_name: "nginx.service", display_name: "Web", is_critical: 1 },
    ...{ enabled: 0, created_at: 1 },
  })),
  service_status: ["nas", "pi"].map((server_id, n) => ({
    ...{ id: n + 1, server_id, service_name: "nginx.service", status: "failed", status_reason: "exit-code" },
    ...{ pid: 1, memory_mb: 2.5, cpu_percent: 3.5, timestamp: 4, last_seen_at: 5, known_until: 6 },
    ...{ restarts: 1, restart_counter: 2, exit_status: 3, started_at: 4 },
  })),
  users: ["ann", "bob"].map((username) => ({
    ...{ id: `id-${username}`, username, role: "operator", name: "N", email: `${username}@people.invalid` },
    ...{ email_verified: 1, image: "i", two_factor_enabled: 1, password_is_temporary: 1, last_login: 2 },
    ...instants,
  })),
  sessions: ["ann", "bob"].map((username, n) => ({
    ...{ id: `session-${n}`, token: HASH.slice(1) + n, user_id: `id-${username}`, expires_at: 5 },
    ...{ ip_address: "10.0.0.9", user_agent: "Firefox", ...instants },
  })),
  accounts: ["ann", "bob"].map((username, n) => ({
    ...{
      id: `account-${n}`,
      account_id: `id-${username}`,
      provider_id: "credential",
      user_id: `id-${username}`,
    },
    ...{ access_token: "a", refresh_token: "r", id_token: "i", access_token_expires_at: 1 },
    ...{ refresh_token_expires_at: 2, scope: "openid", password: "salt:hash", ...instants },
  })),
  verifications: ["one", "two"].map((identifier) => ({
    ...{ id: `verification-${identifier}`, identifier, value: "v", expires_at: 6, ...instants },
  })),
  two_factors: ["ann", "bob"].map((username, n) => ({
    ...{ id: `factor-${n}`, user_id: `id-${username}`, secret: "s", backup_codes: "[]", verified: 1 },
    ...{ failed_verification_count: 2, locked_until: 3 },
  })),
  known_devices: ["ann", "bob"].map((username, n) => ({
    ...{ id: `device-${n}`, user_id: `id-${username}`, token_sha256: HASH.slice(1) + n, address: "10.0.0.9" },
    ...{ last_used_at: 1, created_at: 2 },
  })),
  sign_in_failures: [0, 1].map((n) => ({
    ...{ id: n + 1, step: "code", account_sha256: HASH, address: "10.0.0.9", standing: "known_device" },
    ...{ device_id: `device-${n}`, at: 7 },
  })),
};

/** A raw client, for looking at a schema that the program does not know. End it yourself. */
export function rawClient(url: string): Client {
  return createClient({ url, concurrency: 1, timeout: 5000 });
}

/**
 * Puts two rows into every table there is, with a value in every column. Throws for a table that has no rows here: add
 * them. A column that is new gets a value of its type, unless its CHECK wants a better one.
 */
export async function fillEveryTable(client: Client): Promise<void> {
  const tables = await tablesOf(client);
  const missing = tables.filter((table) => rows[table] === undefined);
  if (missing.length > 0) throw new Error(`testing-filled.ts has no rows for: ${missing}`);
  const parentsFirst = Object.keys(rows).filter((table) => tables.includes(table));
  const inserts: InStatement[] = [];
  for (const table of parentsFirst) {
    const columns = await columnsOf(client, table);
    const names = columns.map(({ name }) => name);
    for (const row of rows[table] ?? []) {
      inserts.push({
        sql: `INSERT INTO ${table} (${names}) VALUES (${names.map(() => "?")})`,
        args: columns.map(({ name, type }) =>
          name in row ? (row[name] ?? null) : type === "text" ? "text" : 7,
        ),
      });
    }
  }
  await client.batch(inserts, "write");
}

/** Every row of every table, by table; a dump of one database equals a dump of another only if nothing is lost. */
export async function dumpEveryTable(client: Client): Promise<Record<string, Row[]>> {
  const dump: Record<string, Row[]> = {};
  for (const table of await tablesOf(client)) {
    const found = await client.execute(`SELECT * FROM ${table} ORDER BY 1, 2`);
    dump[table] = found.rows.map((row) => ({ ...row }) as Row);
  }
  return dump;
}

/** The whole schema as SQLite keeps it, for telling whether a way back leads to where it began. */
export async function dumpSchema(client: Client): Promise<string[]> {
  const found = await client.execute(
    "SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS said FROM sqlite_schema WHERE name NOT LIKE '%sqlite_%' AND name NOT LIKE '%drizzle%' ORDER BY 1",
  );
  return found.rows.map(({ said }) => String(said));
}

async function tablesOf(client: Client): Promise<string[]> {
  const found = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%drizzle%' AND name NOT LIKE 'libsql_%' ORDER BY name",
  );
  return found.rows.map(({ name }) => String(name));
}

async function columnsOf(client: Client, table: string): Promise<{ name: string; type: string }[]> {
  const found = await client.execute(
    `SELECT name, type FROM pragma_table_xinfo('${table}') WHERE hidden = 0`,
  );
  return found.rows.map(({ name, type }) => ({ name: String(name), type: String(type).toLowerCase() }));
}
