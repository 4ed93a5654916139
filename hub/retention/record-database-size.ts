import type { Database } from "../../db/client";
import { findDatabaseSize } from "../../db/queries/retention";

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
