import type { InStatement, InValue } from "@libsql/client";
import type { ServerUpdate } from "../../domain/servers/server";

const integers = new Set(["tdp_watts", "idle_watts", "heartbeat_interval_seconds"]);

/** The columns that a description sets: those that it names and no others. Numbers bind as REAL, hence the CAST. */
export function serverAssignments(
  described: Omit<ServerUpdate, "tags">,
): { column: string; value: string; argument: InValue }[] {
  return Object.entries(described)
    .filter(([, argument]) => argument !== undefined)
    .map(([column, argument]) => ({
      column,
      value: integers.has(column) ? "CAST(? AS INTEGER)" : "?",
      argument: argument as InValue,
    }));
}

/** Statements that make a server's tags exactly these; none where they are not given. */
export function tagStatements(id: string, tags: string[] | undefined): InStatement[] {
  if (tags === undefined) return [];
  return [
    { sql: "DELETE FROM server_tags WHERE server_id = ?", args: [id] },
    {
      sql: "INSERT INTO server_tags (server_id, tag) SELECT ?, value FROM json_each(?)",
      args: [id, JSON.stringify(tags)],
    },
  ];
}

/** `updated_at` for an UPDATE: now, and always later than it was, as pages look for what is newer. */
export const TOUCH = "updated_at = max(CAST(unixepoch('subsec') * 1000 AS INTEGER), updated_at + 1)";

/** Says that something about a server changed, so that open pages show it. */
export function touchServer(id: string): InStatement {
  return { sql: `UPDATE servers SET ${TOUCH} WHERE id = ?`, args: [id] };
}
