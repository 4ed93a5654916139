import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { findKnowledge } from "../../db/queries/people";
import {
  addressGroup,
  DAY_MS,
  type Limit,
  limitsOf,
  type SignInStep,
  STRANGER_MS,
  type Standing,
  standingOf,
} from "../../domain/people/sign-in-limits";
import { sha256 } from "../agents/secrets";
import { deviceTokenOf } from "./auth-exchange";
import type { Visitor } from "./visitor";

/** `id` is what `forgetFailure` takes where the attempt turns out right. */
export type Admission = { isAdmitted: true; id: number } | { isAdmitted: false; retryAfterSeconds: number };

type Attempt = {
  step: SignInStep;
  account: string;
  address: string;
  standing: Standing;
  deviceId: string | null;
  now: number;
};

/**
 * Whether somebody may try a password or a code now. An attempt is written down as a failure before it is judged, by one
 * guarded INSERT, so that a hundred at once, on several hubs, count like one after the other.
 */
export async function admitAttempt(
  db: Database,
  asked: { step: SignInStep; username: string; userId: string | null; visitor: Visitor; now: number },
): Promise<Admission> {
  const { step, now, userId } = asked;
  const address = addressGroup(asked.visitor.address);
  const token = deviceTokenOf(asked.visitor.cookies);
  const known = await findKnowledge(db, {
    ...{ userId, address, failuresSince: now - STRANGER_MS },
    deviceSha256: token === null ? null : sha256(token),
  });
  const standing = standingOf({
    device: known.deviceId !== null,
    address: known.isKnownAddress,
    failures: known.failures,
  });
  const attempt: Attempt = {
    ...{ step, address, standing, deviceId: known.deviceId, now },
    account: sha256(asked.username.toLowerCase()),
  };
  const limits = limitsOf(step, standing);
  const results = await db.write([
    { sql: "DELETE FROM sign_in_failures WHERE at <= ?", args: [now - DAY_MS] },
    insertion(attempt, limits),
  ]);
  const inserted = results[1];
  if (inserted?.rowsAffected === 1) return { isAdmitted: true, id: Number(inserted.lastInsertRowid) };
  return { isAdmitted: false, retryAfterSeconds: await secondsUntilFree(db, attempt, limits) };
}

/** What was right is no failure. */
export function forgetFailure(id: number): InStatement {
  return { sql: "DELETE FROM sign_in_failures WHERE id = ?", args: [id] };
}

function insertion(attempt: Attempt, limits: Limit[]): InStatement {
  const guards = limits.map((limit) => ({ ...countedBy(limit, attempt), max: limit.max }));
  const { step, account, address, standing, deviceId, now } = attempt;
  return {
    sql: `INSERT INTO sign_in_failures (step, account_sha256, address, standing, device_id, at)
      SELECT ?, ?, ?, ?, ?, CAST(? AS INTEGER) WHERE ${guards
        .map(({ where }) => `(SELECT count(*) FROM sign_in_failures WHERE ${where}) < ?`)
        .join(" AND ")}`,
    args: [
      ...[step, account, address, standing, deviceId, now],
      ...guards.flatMap(({ args, max }) => [...args, max]),
    ],
  };
}

/** Until the oldest failure that fills a limit is out of its window. */
async function secondsUntilFree(db: Database, attempt: Attempt, limits: Limit[]): Promise<number> {
  const waits = limits.map(async (limit) => {
    const { where, args } = countedBy(limit, attempt);
    const [oldest] = await db.query<{ at: number }>(
      `SELECT at FROM sign_in_failures WHERE ${where} ORDER BY at DESC LIMIT 1 OFFSET ${limit.max - 1}`,
      args,
    );
    return oldest === undefined ? 0 : oldest.at + limit.windowMs - attempt.now;
  });
  return Math.max(1, Math.ceil(Math.max(...(await Promise.all(waits))) / 1000));
}

/** The rows that fill a limit, and no others. */
function countedBy(limit: Limit, attempt: Attempt): { where: string; args: (string | number | null)[] } {
  const { step, account, standing, address, deviceId } = attempt;
  const since = attempt.now - limit.windowMs;
  switch (limit.counts) {
    case "device":
      return { where: "device_id = ? AND step = ? AND at > ?", args: [deviceId, step, since] };
    case "account":
      return {
        where: "account_sha256 = ? AND step = ? AND standing = ? AND at > ?",
        args: [account, step, standing, since],
      };
    case "address":
      return { where: "address = ? AND standing <> 'known_device' AND at > ?", args: [address, since] };
    case "everybody":
      return { where: "standing IN ('newcomer', 'stranger') AND at > ?", args: [since] };
  }
}
