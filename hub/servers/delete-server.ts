import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";
import { handOverNetworkAlerts } from "./hand-over-network-alerts";
import { findServerForAudit } from "./server-audit";
import { serverNotFound } from "./server-not-found";

/** Rows that one transaction deletes: some 10 ms, so that heartbeats of other servers go on in between. */
const CHUNK_ROWS = 1000;

/**
 * Deletes a server with all its history. Its tokens go first, so that its agent cannot write meanwhile; then the history
 * piece by piece, as one cascade over a year of samples would hold everybody up; the server itself last, so that what was
 * interrupted can be done again. With it go its rules, which a new machine of the same id is not to find; an alert about many
 * servers stays. It is in the audit log before anything of it is lost. Throws HubError `not_found`.
 */
export async function deleteServer(db: Database, id: string, by: By): Promise<void> {
  await db.transact(async (read, commit) => {
    const known = await findServerForAudit(read, id);
    if (known === null) throw serverNotFound(id);
    await commit([
      { sql: "DELETE FROM agent_tokens WHERE server_id = ?", args: [id] },
      ...audit(by, {
        action: "server.delete",
        subject: known.subject,
        before: known.described,
        after: null,
      }),
    ]);
  });
  const own = ["metrics", "metrics_snapshot", "metrics_5m", "metrics_1h", "metrics_1d", "service_status"];
  const ofSeries = ["series_1h", "series_1d"];
  const chunks = [
    ...own.map((table) => `SELECT rowid FROM ${table} WHERE server_id = ?`).map((rows, n) => [own[n], rows]),
    ...ofSeries.map((table) => [
      table,
      `SELECT b.rowid FROM series AS e CROSS JOIN ${table} AS b WHERE e.server_id = ? AND b.series_id = e.id`,
    ]),
  ];
  for (const [table, rows] of chunks) {
    const chunk = `DELETE FROM ${table} WHERE rowid IN (${rows} LIMIT ${CHUNK_ROWS})`;
    for (let deleted = CHUNK_ROWS; deleted === CHUNK_ROWS; ) {
      const [result] = await db.write([{ sql: chunk, args: [id] }]);
      deleted = result?.rowsAffected ?? 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await db.transact(async (read, commit) => {
    const kept = await handOverNetworkAlerts(read, id);
    await commit([...kept, forgetThresholds(id), { sql: "DELETE FROM servers WHERE id = ?", args: [id] }]);
  });
}

/** Its overrides of the rules. An id has only letters that mean nothing in a path. */
function forgetThresholds(id: string): InStatement {
  return {
    sql: `UPDATE config SET value = json_remove(value, '$.servers."' || ?1 || '"')
          WHERE key = 'thresholds' AND json_type(value, '$.servers."' || ?1 || '"') IS NOT NULL`,
    args: [id],
  };
}
