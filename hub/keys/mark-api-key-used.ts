import type { Database } from "../../db/client";
import type { Program } from "../agents/identify-caller";
import type { By } from "../audit/record";
import { log } from "../log";

const USED_EVERY_MS = 60_000;

/**
 * Keeps when and from where a key was last used, to the minute. Whoever asks gets an answer all the same while the database
 * takes no writes: reading goes on over a full disk.
 */
export async function markApiKeyUsed(
  db: Database,
  { keyId, lastUsedAt }: Program,
  { now, address }: Pick<By, "now" | "address">,
): Promise<void> {
  if (keyId === null || (lastUsedAt !== null && now - lastUsedAt < USED_EVERY_MS)) return;
  try {
    await db.write([
      {
        sql: `UPDATE api_keys SET last_used_at = CAST(?1 AS INTEGER), last_used_from = ?2
              WHERE id = CAST(?3 AS INTEGER) AND coalesce(last_used_at, 0) < ?1`,
        args: [now, address, keyId],
      },
    ]);
  } catch (error) {
    log().warn({ err: error, keyId }, "the last use of an API key could not be written down");
  }
}
