import type { Database } from "../../db/client";
import type { Role } from "../../domain/people/person";
import type { Identity } from "../../domain/people/provider-identity";
import type { ProviderConfig } from "../../hub-config";
import { auditIfChanged } from "../audit/record";
import { log } from "../log";
import { NOT_LAST_ADMIN } from "./change-role";
import { isTaken, personStatements } from "./create-person";

/** Why somebody whom the provider has proven is not let in: nobody here is that, or somebody else has their name. */
export type NotAdmitted = { refusal: "unknown" | "taken" | "name" };

type Asked = {
  /** What the provider calls them, see provider-auth.ts. */
  accountId: string;
  identity: Identity;
  provider: ProviderConfig;
  address: string | null;
  now: number;
};

/**
 * Who somebody is here whom the provider has proven, with the role that it gives them. Somebody new is made a person where that
 * is wanted and their name is free. A name is never enough to be who has it already: with a provider where people choose their
 * own, anybody could become the administrator. Whoever has a password connects the two themselves.
 */
export async function admitIdentity(db: Database, asked: Asked): Promise<{ userId: string } | NotAdmitted> {
  const known = await findByAccount(db, asked.accountId);
  if (known === null) return make(db, asked);
  const { role } = asked.identity;
  if (role !== null && role !== known.role) await takeRole(db, { ...asked, known, role });
  return { userId: known.id };
}

type Known = { id: string; username: string; role: Role };

async function findByAccount(db: Database, accountId: string): Promise<Known | null> {
  const [known] = await db.query<Known>(
    `SELECT users.id, username, role FROM accounts JOIN users ON users.id = user_id
     WHERE provider_id = 'oidc' AND account_id = ?`,
    [accountId],
  );
  return known ?? null;
}

async function make(db: Database, asked: Asked): Promise<{ userId: string } | NotAdmitted> {
  const { accountId, identity, provider } = asked;
  if (!provider.createsPeople) return { refusal: "unknown" };
  const { username, role } = identity;
  if (username === null) return { refusal: "name" };
  const chosen = role ?? provider.identityRules.defaultRole;
  if (chosen === null) throw new Error("The provider decides no roles and there is no default");
  const person = { username, role: chosen, isTemporary: false, accountId };
  const { id, statements } = await personStatements(person, () => byProvider(asked));
  try {
    await db.write(statements);
    return { userId: id };
  } catch (error) {
    if (!isTaken(error)) throw error;
    // By somebody else, or by themselves in another tab a moment ago.
    const known = await findByAccount(db, accountId);
    return known === null ? { refusal: "taken" } : { userId: known.id };
  }
}

/** The last administrator stays one, whatever the provider says. */
async function takeRole(db: Database, asked: Asked & { known: Known; role: Role }): Promise<void> {
  const { known, role, provider, now } = asked;
  const [changed] = await db.write([
    {
      sql: `UPDATE users SET role = ?, updated_at = ? WHERE id = ? AND role = ? AND ${NOT_LAST_ADMIN}`,
      args: [role, now, known.id, known.role],
    },
    ...auditIfChanged(byProvider(asked), {
      action: "person.change_role",
      subject: { kind: "person", id: known.id, name: known.username },
      before: { role: known.role },
      after: { role, provider: provider.name },
    }),
  ]);
  if (changed?.rowsAffected === 1) return;
  log().warn(
    { username: known.username, role },
    "the last administrator keeps the role that the provider denies",
  );
}

function byProvider({ address, now }: Asked) {
  return { actor: { kind: "hub" } as const, address, now };
}

/**
 * Somebody who is signed in, and has said their password, has proven to be somebody at the provider as well: from now on either
 * lets them in. False where one of the two is connected already.
 */
export async function connectIdentity(
  db: Database,
  asked: {
    person: { id: string; username: string };
    accountId: string;
    provider: ProviderConfig;
    address: string | null;
    now: number;
  },
): Promise<boolean> {
  const { person, accountId, provider, address, now } = asked;
  const { id, username: name } = person;
  const [connected] = await db.write([
    {
      sql: `INSERT INTO accounts (account_id, provider_id, user_id) SELECT ?1, 'oidc', ?2
        WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE provider_id = 'oidc' AND (account_id = ?1 OR user_id = ?2))`,
      args: [accountId, id],
    },
    ...auditIfChanged(
      { actor: { kind: "person", id, name }, address, now },
      {
        action: "person.connect_provider",
        subject: { kind: "person", id, name },
        before: null,
        after: { provider: provider.name },
      },
    ),
  ]);
  return connected?.rowsAffected === 1;
}
