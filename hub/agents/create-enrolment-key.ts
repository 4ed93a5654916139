import type { Database } from "../../db/client";
import { newSecret, sha256 } from "./secrets";

/** How long a key made in the browser may wait for its machine. */
const LIFETIME_MS = 24 * 3_600_000;

export type NewEnrolmentKey = { key: string; expiresAt: number };

/** Makes a key that registers one server within a day. The key is in the answer and nowhere else. */
export async function createEnrolmentKey(
  db: Database,
  options: { name: string; now: number },
): Promise<NewEnrolmentKey> {
  const key = newSecret("hle_");
  const expiresAt = options.now + LIFETIME_MS;
  await db.write([
    {
      sql: `INSERT INTO enrolment_keys (name, key_sha256, uses_max, expires_at, created_at)
            VALUES (?, ?, 1, CAST(? AS INTEGER), CAST(? AS INTEGER))`,
      args: [options.name, sha256(key), expiresAt, options.now],
    },
  ]);
  return { key, expiresAt };
}
