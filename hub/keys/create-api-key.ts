import type { Database } from "../../db/client";
import type { KeyAccess } from "../../domain/keys/key";
import { actorName } from "../../domain/people/actor";
import { newSecret, prefixOf, sha256 } from "../agents/secrets";
import { audit, type By } from "../audit/record";

/** Makes a key for a program, until `expiresAt` (null = until it is revoked). The key is in the answer and nowhere else. */
export async function createApiKey(
  db: Database,
  { name, access, expiresAt }: { name: string; access: KeyAccess; expiresAt: number | null },
  by: By,
): Promise<string> {
  const key = newSecret("hlk_");
  await db.write([
    {
      sql: `INSERT INTO api_keys (name, prefix, key_sha256, access, created_by, expires_at, created_at)
            VALUES (?, ?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER))`,
      args: [name, prefixOf(key), sha256(key), access, actorName(by.actor), expiresAt, by.now],
    },
    ...audit(by, {
      action: "api_key.create",
      subject: { kind: "api_key", id: prefixOf(key), name },
      before: null,
      after: {
        begins_with: prefixOf(key),
        access,
        expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      },
    }),
  ]);
  return key;
}
