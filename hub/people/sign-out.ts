import type { Database } from "../../db/client";
import { actorName } from "../../domain/people/actor";
import { auditIfChanged, type By } from "../audit/record";
import { SESSION_COOKIE } from "./auth-exchange";
import type { CookieChange } from "./visitor";

/** Ends sessions of one person: the one that is named, all but that one, or all. Ended means ended: the next request of it is a stranger's. */
export async function signOut(
  db: Database,
  { userId, sessionId, which }: { userId: string; sessionId: string; which: "this" | "others" | "all" },
  by: By,
): Promise<CookieChange[]> {
  const conditions = { this: "AND id = ?", others: "AND id <> ?", all: "AND ? IS NOT NULL" };
  await db.write([
    { sql: `DELETE FROM sessions WHERE user_id = ? ${conditions[which]}`, args: [userId, sessionId] },
    ...auditIfChanged(by, {
      action: "person.sign_out",
      subject: { kind: "person", id: userId, name: actorName(by.actor) },
      before: null,
      after: { sessions: which },
    }),
  ]);
  return which === "others" ? [] : [{ name: SESSION_COOKIE, value: "", maxAgeSeconds: 0 }];
}
