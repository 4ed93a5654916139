import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import {
  faultsOfThresholds,
  mergeThresholds,
  offlineSecondsFor,
  readThresholds,
  type Thresholds,
  thresholdsSchema,
} from "../../domain/alerts/thresholds";
import type { ThresholdsUpdate } from "../../domain/alerts/thresholds-update";
import { type FieldFault, HubError } from "../../domain/hub-error";
import { silenceAllowedMs } from "../../domain/servers/presence";
import { audit, type By } from "../audit/record";

/**
 * Changes the thresholds that are named and leaves the rest; answers the whole. Where a server may now be silent for a
 * longer or shorter time its deadline moves along in the same transaction, so that the next sweep goes by it. Throws
 * HubError `invalid` that names the fields where lines cannot be or a server does not exist, and then changes nothing.
 */
export async function updateThresholds(db: Database, update: ThresholdsUpdate, by: By): Promise<Thresholds> {
  return db.transact(async (read, commit) => {
    const stored = await read("SELECT value FROM config WHERE key = 'thresholds'");
    const before = readThresholds(parsed(stored.rows[0]?.value));
    const servers = await read("SELECT id, last_seen, heartbeat_interval_seconds FROM servers");
    const known = new Set(servers.rows.map(({ id }) => String(id)));
    refuseStrangers(update, before, known);
    const after = withoutStrangers(checked(mergeThresholds(before, update)), known);
    const deadlines = servers.rows.flatMap((row) => {
      if (row.last_seen === null) return [];
      const [id, lastSeen] = [String(row.id), Number(row.last_seen)];
      const serverOfflineSeconds = offlineSecondsFor(after, id);
      if (serverOfflineSeconds === offlineSecondsFor(before, id)) return [];
      const intervalSeconds = Number(row.heartbeat_interval_seconds);
      return [[id, lastSeen, lastSeen + silenceAllowedMs({ serverOfflineSeconds, intervalSeconds })]];
    });
    await commit([
      store(after),
      ...(deadlines.length > 0 ? [moveDeadlines(deadlines)] : []),
      ...audit(by, {
        action: "thresholds.update",
        subject: { kind: "settings", id: "thresholds" },
        before,
        after,
      }),
    ]);
    return after;
  });
}

/** A rule for a server that does not exist would never be missed, and would wait for a new machine of that id. */
function refuseStrangers(update: ThresholdsUpdate, before: Thresholds, known: ReadonlySet<string>): void {
  const strangers = Object.entries(update.servers ?? {}).flatMap(([id, override]) =>
    override === null || known.has(id) || Object.hasOwn(before.servers, id) ? [] : [id],
  );
  if (strangers.length === 0) return;
  throw invalid(strangers.map((id) => ({ path: `servers.${id}`, message: "is not the id of a server" })));
}

/** Earlier versions left the rules of a deleted server behind: they are not sent back as a mistake, they go. */
function withoutStrangers(thresholds: Thresholds, known: ReadonlySet<string>): Thresholds {
  const servers = Object.entries(thresholds.servers).filter(([id]) => known.has(id));
  return { ...thresholds, servers: Object.fromEntries(servers) };
}

function checked(merged: unknown): Thresholds {
  const result = thresholdsSchema.safeParse(merged);
  if (!result.success) {
    throw invalid(result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  }
  const faults = faultsOfThresholds(result.data);
  if (faults.length > 0) throw invalid(faults);
  return result.data;
}

function invalid(fields: FieldFault[]): HubError {
  const message = fields.slice(0, 1).map((fault) => `${fault.path} ${fault.message}`);
  return new HubError("invalid", message.join(), { fields: fields.slice(0, 100) });
}

/** A document that is damaged counts as none: this is how an operator mends it. */
function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}

function store(thresholds: Thresholds): InStatement {
  return {
    sql: `INSERT INTO config (key, value) VALUES ('thresholds', ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    args: [JSON.stringify(thresholds)],
  };
}

/** Rows `[id, lastSeen, offlineAfter]`. A heartbeat that another hub stored meanwhile has set a deadline of its own. */
function moveDeadlines(rows: unknown[]): InStatement {
  return {
    sql: `UPDATE servers SET offline_after = u.value->>2 FROM json_each(?) AS u
          WHERE servers.id = u.value->>0 AND servers.last_seen = u.value->>1`,
    args: [JSON.stringify(rows)],
  };
}
