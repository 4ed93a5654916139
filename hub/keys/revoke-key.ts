import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";

const kinds = {
  api_key: { table: "api_keys", action: "api_key.revoke" },
  enrolment_key: { table: "enrolment_keys", action: "enrolment_key.revoke" },
} as const;

/**
 * Ends a key at once: each request asks the database anew. Servers that an enrolment key registered keep their own tokens. One
 * that is revoked already, or was never there, is as wished.
 */
export async function revokeKey(
  db: Database,
  { kind, id }: { kind: keyof typeof kinds; id: number },
  by: By,
): Promise<void> {
  const { table, action } = kinds[kind];
  await db.transact(async (read, commit) => {
    const found = await read({
      sql: `SELECT name, prefix FROM ${table} WHERE id = CAST(? AS INTEGER) AND revoked_at IS NULL`,
      args: [id],
    });
    const row = found.rows[0];
    if (row === undefined) return;
    await commit([
      {
        sql: `UPDATE ${table} SET revoked_at = CAST(? AS INTEGER) WHERE id = CAST(? AS INTEGER) AND revoked_at IS NULL`,
        args: [by.now, id],
      },
      ...audit(by, {
        action,
        subject: { kind, id: String(row.prefix ?? id), name: String(row.name) },
        before: { revoked: false },
        after: { revoked: true },
      }),
    ]);
  });
}
