import { randomBytes } from "node:crypto";
import type { InStatement } from "@libsql/client";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../../db/client";
import { causes, classifyDatabaseError } from "../../db/errors";
import { HubError } from "../../domain/hub-error";
import type { Role } from "../../domain/people/person";
import { auditIfChanged, type By } from "../audit/record";

export type NewPerson = {
  username: string;
  role: Role;
  password: string;
  /** Chosen by somebody else, to be changed at the first sign-in. */
  isTemporary: boolean;
};

/** How somebody new proves who they are: by a password, or by what the provider calls them. */
type Proof = { password: string } | { accountId: string };

/** Adds somebody who signs in with a password. The name is taken: HubError `conflict`. */
export async function createPerson(db: Database, person: NewPerson, by: By): Promise<{ id: string }> {
  const { id, statements } = await personStatements(person, () => by);
  try {
    await db.write(statements);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new HubError("conflict", `Somebody is called '${person.username}' already`, {
      fields: [{ path: "username", message: "is taken" }],
    });
  }
  return { id };
}

/** Whether a statement failed because there is such a row already. */
export function isTaken(error: unknown): boolean {
  return [...causes(error)].some((cause) => classifyDatabaseError(cause) === "unique");
}

/**
 * The rows of somebody new, their record in the audit log among them, by whoever `byOf` says for the new id. `condition` is SQL
 * that must hold for the first, without which the others are not made either. The
 * password is hashed by better-auth: scrypt with a salt.
 */
export async function personStatements(
  { username, role, isTemporary, ...proof }: Omit<NewPerson, "password"> & Proof,
  byOf: (id: string) => By,
  condition = "1",
): Promise<{ id: string; statements: InStatement[] }> {
  const id = randomBytes(16).toString("hex");
  const account =
    "password" in proof
      ? { id, provider: "credential", hash: await hashPassword(proof.password) }
      : { id: proof.accountId, provider: "oidc", hash: null };
  const statements = [
    {
      sql: `INSERT INTO users (id, username, role, name, email, password_is_temporary)
        SELECT ?, ?, ?, ?, ?, CAST(? AS INTEGER) WHERE ${condition}`,
      args: [id, username.toLowerCase(), role, username, `${id}@people.invalid`, isTemporary ? 1 : 0],
    },
    {
      sql: `INSERT INTO accounts (account_id, provider_id, user_id, password)
        SELECT ?, ?, id, ? FROM users WHERE id = ?`,
      args: [account.id, account.provider, account.hash, id],
    },
    ...auditIfChanged(byOf(id), {
      action: "person.create",
      subject: { kind: "person", id, name: username },
      before: null,
      after: { username: username.toLowerCase(), role },
    }),
  ];
  return { id, statements };
}
