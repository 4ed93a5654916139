import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";
import { newSecret, prefixOf, sha256 } from "./secrets";

/**
 * Makes a key that registers so many servers (`usesMax`, null = any number) until `expiresAt` (null = until it is revoked). The key is in the answer and nowhere else.
 */
export async function createEnrolmentKey(
  db: Database,
  { name, usesMax, expiresAt }: { name: string; usesMax: number | null; expiresAt: number | null },
  by: By,
): Promise<string> {
  const key = newSecret("hle_");
  const createdBy = by.actor.kind === "hub" ? null : by.actor.name;
  await db.write([
    {
      sql: `INSERT INTO enrolment_keys (name, key_sha256, prefix, uses_max, expires_at, created_by, created_at)
              VALUES (?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, CAST(? AS INTEGER))`,
      args: [name, sha256(key), prefixOf(key), usesMax, expiresAt, createdBy, by.now],
    },
    ...audit(by, {
      action: "enrolment_key.create",
      subject: { kind: "enrolment_key", id: prefixOf(key), name },
      before: null,
      after: {
        begins_with: prefixOf(key),
        uses_max: usesMax,
        expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      },
    }),
  ]);
  return key;
}
