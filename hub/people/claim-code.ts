import type { Database } from "../../db/client";
import { sha256 } from "../agents/secrets";

/** Longer than a code is right: its own half minute and, for clocks that differ, one on either side. */
const USED_MS = 2 * 60_000;

type Claim = { userId: string; code: string; now: number };

/**
 * Takes a code of somebody's app for one sign-in, by one guarded INSERT: false where it was taken before. Better-auth clears out
 * what is past its time.
 */
export async function claimCode(db: Database, { userId, code, now }: Claim): Promise<boolean> {
  const [claimed] = await db.write([
    {
      sql: `INSERT INTO verifications (identifier, value, expires_at) SELECT ?1, ?2, CAST(?3 AS INTEGER)
        WHERE NOT EXISTS (SELECT 1 FROM verifications WHERE identifier = ?1 AND value = ?2 AND expires_at > ?4)`,
      args: [identifierOf(userId), sha256(code), now + USED_MS, now],
    },
  ]);
  return claimed?.rowsAffected === 1;
}

/** It was not right, so nobody has used it. */
export async function releaseCode(db: Database, { userId, code }: Claim): Promise<void> {
  const sql = "DELETE FROM verifications WHERE identifier = ? AND value = ?";
  await db.write([{ sql, args: [identifierOf(userId), sha256(code)] }]);
}

function identifierOf(userId: string): string {
  return `used-code-${userId}`;
}
