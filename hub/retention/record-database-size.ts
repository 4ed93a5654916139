import type { Database } from "../../db/client";

const DAY_MS = 86_400_000;

/** Keeps how large the database is today; where the server does not say, nothing is kept. */
export async function recordDatabaseSize(db: Database, now: number): Promise<void> {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  const size = await findDatabaseSize(db);
  if (size === null) return;
  await db.write([
    {
      sql: `INSERT INTO database_sizes (day, bytes, free_bytes) VALUES (CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER))
            ON CONFLICT (day) DO UPDATE SET bytes = excluded.bytes, free_bytes = excluded.free_bytes`,
      args: [day, size.bytes, size.freeBytes],
    },
  ]);
}

async function findDatabaseSize(db: Database): Promise<{ bytes: number; freeBytes: number } | null> {
  if (!db.capabilities.pragma) return null;
  const [row] = await db.query<{ bytes: number; free: number }>(
    `SELECT page_count * page_size AS bytes, freelist_count * page_size AS free
     FROM pragma_page_count(), pragma_page_size(), pragma_freelist_count()`,
  );
  return row === undefined ? null : { bytes: row.bytes, freeBytes: row.free };
}
