import type { Database } from "../../db/client";
import { findSession } from "../../db/queries/people";
import type { Person } from "../../domain/people/person";
import { sha256 } from "../agents/secrets";
import { log } from "../log";
import { SESSION_SECONDS } from "./auth";
import { sessionTokenOf } from "./auth-exchange";

/** A session that is used moves its end on at most once a day, so that reading stays reading. */
const RENEWED_EVERY_MS = 24 * 3600 * 1000;

/** Somebody who is signed in, and by which of their sessions. */
export type SignedIn = Person & { sessionId: string; mustChangePassword: boolean };

/**
 * Who is signed in, by the cookies of a request; null where nobody is. One query for every request: what is revoked ends at once.
 */
export async function sessionOf(db: Database, headers: Headers, now: number): Promise<SignedIn | null> {
  const token = sessionTokenOf(headers.get("cookie") ?? "");
  if (token === null) return null;
  const found = await findSession(db, sha256(token), now);
  if (found === null) return null;
  await renew(db, found, now);
  const { userId: id, username, role, sessionId, mustChangePassword } = found;
  return { id, username, role, sessionId, mustChangePassword };
}

async function renew(db: Database, session: { sessionId: string; expiresAt: number }, now: number) {
  const expiresAt = now + SESSION_SECONDS * 1000;
  if (expiresAt - session.expiresAt < RENEWED_EVERY_MS) return;
  const sql = "UPDATE sessions SET expires_at = ?, updated_at = ? WHERE id = ? AND expires_at < ?";
  // Whoever reads a page need not know that the disk is full.
  await db
    .write([{ sql, args: [expiresAt, now, session.sessionId, expiresAt] }])
    .catch((error: unknown) => log().warn({ err: error }, "a session was not renewed"));
}
