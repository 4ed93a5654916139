import { randomInt } from "node:crypto";
import type { Database } from "../../db/client";
import { isAdministered } from "../../db/queries/people";
import { HubError } from "../../domain/hub-error";
import { hubConfig } from "../../hub-config";
import { sha256 } from "../agents/secrets";
import { byHub } from "../audit/record";
import { log } from "../log";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { personStatements } from "./create-person";
import type { Visitor } from "./visitor";

/** What the codes of the first run are filed under in `verifications`. */
const SETUP = "setup-code";
/** Nobody's hub is set up ten years after its start; better-auth clears out what is past its time. */
const SETUP_MS = 10 * 365 * 24 * 3600 * 1000;
/** No letters or digits that look alike; 16 of 31 are 79 bits, which nobody guesses. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/** Nobody's name, under which wrong codes are counted like wrong passwords. */
const SETUP_ACCOUNT = "/setup";
const NOBODY_ADMINISTERS = "NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin')";

/**
 * At the start of a hub that nobody administers: makes the administrator that the environment names, or prints a code to the
 * log with which whoever reads that log makes one at /setup. Every start, and every hub on the database, has its own code;
 * each of them is good until there is an administrator.
 */
export async function prepareFirstRun(db: Database, now: number): Promise<void> {
  if (await isAdministered(db)) return;
  const { firstAdmin } = hubConfig();
  if (firstAdmin !== undefined) {
    const isMade = await createAdmin(db, firstAdmin, { address: null, now });
    if (isMade)
      log().info({ username: firstAdmin.username }, "made the first administrator, from the environment");
    return;
  }
  const code = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  await db.write([
    {
      sql: "INSERT INTO verifications (identifier, value, expires_at) VALUES (?, ?, ?)",
      args: [SETUP, sha256(code), now + SETUP_MS],
    },
  ]);
  const readable = code.replace(/(.{4})(?=.)/g, "$1-");
  log().info({ code: readable }, `nobody can sign in yet: open /setup and enter the code ${readable}`);
}

/**
 * Makes the first administrator with the code from the log. Of several at once exactly one is made: the others, and everybody
 * after, get HubError `conflict`. A code that is not the log's: `forbidden`; too many of them from one address or altogether:
 * `forbidden` for whatever code, until they are over.
 */
export async function createFirstAdmin(
  db: Database,
  asked: { code: string; username: string; password: string },
  { visitor, now }: { visitor: Visitor; now: number },
): Promise<void> {
  if (await isAdministered(db)) throw alreadySetUp();
  const attempt = { step: "password", username: SETUP_ACCOUNT, userId: null, visitor, now } as const;
  const admission = await admitAttempt(db, attempt);
  if (!admission.isAdmitted) {
    throw new HubError(
      "forbidden",
      `Too many wrong codes. Try again in ${admission.retryAfterSeconds} seconds`,
    );
  }
  const given = sha256(asked.code.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  const [right] = await db.query<{ id: string }>(
    "SELECT id FROM verifications WHERE identifier = ? AND value = ?",
    [SETUP, given],
  );
  if (right === undefined) {
    log().warn({ address: visitor.address }, "a code of the first run was wrong");
    throw new HubError("forbidden", "That is not the code from the hub's log", {
      hint: "It is in the line 'nobody can sign in yet' of the newest start.",
    });
  }
  await db.write([forgetFailure(admission.id)]);
  if (!(await createAdmin(db, asked, { address: visitor.address, now }))) throw alreadySetUp();
}

/**
 * False where somebody administers the hub already. The codes of the first run are of no use after it. Whoever sets the hub up
 * does so under the name that they choose; where the environment does (`address` null), it is the hub.
 */
async function createAdmin(
  db: Database,
  { username, password }: { username: string; password: string },
  { address, now }: { address: string | null; now: number },
) {
  const { statements } = await personStatements(
    { username, password, role: "admin", isTemporary: false },
    (id) => (address === null ? byHub(now) : { actor: { kind: "person", id, name: username }, address, now }),
    NOBODY_ADMINISTERS,
  );
  const results = await db.write([
    ...statements,
    { sql: "DELETE FROM verifications WHERE identifier = ?", args: [SETUP] },
  ]);
  return results[0]?.rowsAffected === 1;
}

function alreadySetUp(): HubError {
  return new HubError("conflict", "This hub has an administrator already", { hint: "Sign in instead." });
}
