import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { Database } from "../db/client";
import { roleSchema } from "../domain/people/person";
import { usernameSchema } from "../domain/people/username";
import { byHub } from "../hub/audit/record";
import { now } from "../hub/clock";
import { createPerson } from "../hub/people/create-person";
import { resetPerson, temporaryPassword } from "../hub/people/reset-person";
import { hubConfig } from "../hub-config";

const usage = `npm run people -- reset NAME        a new password to be changed at sign-in; no second factor, no session
npm run people -- add NAME ROLE     somebody new: admin, operator or viewer`;

/** For whoever has the database at hand: a forgotten password, a lost phone, somebody new. The hub may run meanwhile. */
async function change(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [verb, name = "", role] = positionals;
  const isKnown =
    (verb === "reset" && positionals.length === 2) || (verb === "add" && positionals.length === 3);
  if (!isKnown) throw new Error(usage);
  const { databaseUrl, databaseAuthToken } = hubConfig();
  const file = /^file:([^?]*)/.exec(databaseUrl)?.[1];
  if (file !== undefined && !existsSync(file)) {
    throw new Error(`There is no database at ${file}. DATABASE_URL says where it is, as for the hub.`);
  }
  const by = byHub(now());
  const db = new Database(databaseUrl, databaseAuthToken);
  try {
    if (verb === "reset") return say(name, await resetPerson(db, name, by));
    const password = temporaryPassword();
    const person = { username: usernameSchema.parse(name), role: roleSchema.parse(role) };
    await createPerson(db, { ...person, password, isTemporary: true }, by);
    say(person.username, password);
  } finally {
    await db.close();
  }
}

function say(name: string, password: string): void {
  console.log(`${name} signs in with the password ${password} and then chooses another.`);
}

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join("\n");
  return error instanceof Error ? error.message : String(error);
}

try {
  await change();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
