import type { Database } from "../../db/client";
import type { ProviderConfig } from "../../hub-config";
import { audit } from "../audit/record";
import { log } from "../log";

/** Somebody who tries again and again is one record in this time. */
const RECORDED_EVERY_MS = 15 * 60 * 1000;
const ACTION = "person.refuse_sign_in";

/** The provider has proven somebody whom the hub does not let in: who that was and why. */
export async function recordRefusal(
  db: Database,
  asked: {
    accountId: string;
    username: string | null;
    fault: string;
    provider: ProviderConfig;
    address: string | null;
    now: number;
  },
): Promise<void> {
  const { accountId, username, fault, provider, address, now } = asked;
  log().warn({ provider: provider.name, username, fault }, "somebody whom the provider knows was not let in");
  const recorded = await db.query(
    `SELECT 1 FROM audit_log WHERE subject_kind = 'person' AND subject_id = ? AND at > ? AND action = ? LIMIT 1`,
    [accountId, now - RECORDED_EVERY_MS, ACTION],
  );
  if (recorded.length > 0) return;
  await db.write(
    audit(
      { actor: { kind: "hub" }, address, now },
      {
        action: ACTION,
        subject: { kind: "person", id: accountId, name: username ?? "somebody without a name" },
        before: null,
        after: { provider: provider.name, why: fault },
      },
    ),
  );
}
