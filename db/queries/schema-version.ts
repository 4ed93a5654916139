import type { Database } from "../client";

/** How many changes of the schema the database has had, and when the newest was written; epoch milliseconds. */
export async function findSchemaVersion(db: Database): Promise<{ changes: number; newestAt: number | null }> {
  const [row] = await db.query<{ changes: number; newest: number | null }>(
    "SELECT count(*) AS changes, max(created_at) AS newest FROM __drizzle_migrations",
  );
  return { changes: row?.changes ?? 0, newestAt: row?.newest ?? null };
}
