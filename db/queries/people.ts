import type { Role } from "../../domain/people/person";
import type { Database } from "../client";

export type SignInCandidate = {
  id: string;
  username: string;
  role: Role;
  hasPassword: boolean;
};

/** Who signs in under this name, or null. */
export async function findSignInCandidate(db: Database, username: string): Promise<SignInCandidate | null> {
  const [row] = await db.query<{ id: string; username: string; role: Role; has_password: number }>(
    `SELECT id, username, role, EXISTS (SELECT 1 FROM accounts
       WHERE user_id = users.id AND provider_id = 'credential' AND password IS NOT NULL) AS has_password
     FROM users WHERE username = ?`,
    [username.toLowerCase()],
  );
  if (row === undefined) return null;
  return { id: row.id, username: row.username, role: row.role, hasPassword: row.has_password === 1 };
}

export type Knowledge = { deviceId: string | null; isKnownAddress: boolean; failures: number };

/** What is known of a browser and an address in view of an account: who signed in from there, and what failed. */
export async function findKnowledge(
  db: Database,
  asked: { userId: string | null; deviceSha256: string | null; address: string; failuresSince: number },
): Promise<Knowledge> {
  const [row] = await db.query<{ device_id: string | null; is_known: number; failures: number }>(
    `SELECT (SELECT id FROM known_devices WHERE token_sha256 = ?1 AND user_id = ?2) AS device_id,
       EXISTS (SELECT 1 FROM known_devices WHERE user_id = ?2 AND address = ?3) AS is_known,
       (SELECT count(*) FROM sign_in_failures
         WHERE address = ?3 AND standing <> 'known_device' AND at > ?4) AS failures`,
    [asked.deviceSha256, asked.userId, asked.address, asked.failuresSince],
  );
  return {
    deviceId: row?.device_id ?? null,
    isKnownAddress: row?.is_known === 1,
    failures: row?.failures ?? 0,
  };
}

export type StoredSession = {
  sessionId: string;
  expiresAt: number;
  userId: string;
  username: string;
  role: Role;
  mustChangePassword: boolean;
};

/** The session with this token's hash and whose it is, while it lasts. One row by its unique index, and one by its key. */
export async function findSession(
  db: Database,
  tokenSha256: string,
  now: number,
): Promise<StoredSession | null> {
  const [row] = await db.query<{
    session_id: string;
    expires_at: number;
    user_id: string;
    username: string;
    role: Role;
    is_temporary: number;
  }>(
    `SELECT sessions.id AS session_id, expires_at, user_id, username, role, password_is_temporary AS is_temporary
     FROM sessions JOIN users ON users.id = user_id WHERE token = ? AND expires_at > ?`,
    [tokenSha256, now],
  );
  if (row === undefined) return null;
  return {
    sessionId: row.session_id,
    expiresAt: row.expires_at,
    userId: row.user_id,
    username: row.username,
    role: row.role,
    mustChangePassword: row.is_temporary === 1,
  };
}

/** Whether anybody can administer this hub yet. */
export async function isAdministered(db: Database): Promise<boolean> {
  const [row] = await db.query<{ yes: number }>(
    "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin') AS yes",
  );
  return row?.yes === 1;
}

/** Whose second factor a visitor owes, by what better-auth wrote down when their password was right. */
export async function findPersonOfCode(
  db: Database,
  identifier: string,
  now: number,
): Promise<{ id: string; username: string } | null> {
  const [row] = await db.query<{ id: string; username: string }>(
    `SELECT users.id, username FROM verifications JOIN users ON users.id = verifications.value
     WHERE identifier = ? AND identifier LIKE '2fa-%' AND expires_at > ?`,
    [identifier, now],
  );
  return row ?? null;
}

export type OpenSession = {
  id: string;
  createdAt: number;
  /** When it was last renewed: it was in use then, and may have been for a day after. */
  renewedAt: number;
  address: string;
  userAgent: string;
};

/** The sessions of one person that have not ended, newest first. */
export async function listOpenSessions(db: Database, userId: string, now: number): Promise<OpenSession[]> {
  const rows = await db.query<{
    id: string;
    created_at: number;
    updated_at: number;
    ip_address: string | null;
    user_agent: string | null;
  }>(
    `SELECT id, created_at, updated_at, ip_address, user_agent FROM sessions
     WHERE user_id = ? AND expires_at > ? ORDER BY created_at DESC LIMIT 100`,
    [userId, now],
  );
  return rows.map(({ id, created_at, updated_at, ip_address, user_agent }) => ({
    ...{ id, createdAt: created_at, renewedAt: updated_at },
    ...{ address: ip_address ?? "", userAgent: user_agent ?? "" },
  }));
}

export type OwnAccount = {
  lastLogin: number | null;
  hasPassword: boolean;
  hasTwoFactor: boolean;
  hasOidc: boolean;
};

/** What somebody proves themselves with. */
export async function findAccount(db: Database, userId: string): Promise<OwnAccount> {
  const [row] = await db.query<{ last_login: number | null; password: number; oidc: number; factor: number }>(
    `SELECT last_login, two_factor_enabled AS factor,
       EXISTS (SELECT 1 FROM accounts WHERE user_id = users.id AND provider_id = 'credential') AS password,
       EXISTS (SELECT 1 FROM accounts WHERE user_id = users.id AND provider_id = 'oidc') AS oidc
     FROM users WHERE id = ?`,
    [userId],
  );
  return {
    lastLogin: row?.last_login ?? null,
    hasPassword: row?.password === 1,
    hasTwoFactor: row?.factor === 1,
    hasOidc: row?.oidc === 1,
  };
}

export type ListedPerson = {
  id: string;
  username: string;
  role: Role;
  lastLogin: number | null;
  hasPassword: boolean;
  hasTwoFactor: boolean;
  hasOidc: boolean;
  mustChangePassword: boolean;
  sessionsCount: number;
};

/** Everybody who may sign in, by name. `sessionsCount` is of those that have not ended. */
export async function listPeople(db: Database, now: number): Promise<ListedPerson[]> {
  return (await listedPeople(db, "ORDER BY username LIMIT 1000", [now])).map(listedPerson);
}

/** One of them, or null. */
export async function findPerson(db: Database, id: string, now: number): Promise<ListedPerson | null> {
  const [row] = await listedPeople(db, "WHERE users.id = ?", [now, id]);
  return row === undefined ? null : listedPerson(row);
}

type PersonRow = {
  id: string;
  username: string;
  role: Role;
  last_login: number | null;
  password: number;
  factor: number;
  oidc: number;
  is_temporary: number;
  sessions_count: number;
};

function listedPeople(db: Database, rest: string, args: (string | number)[]): Promise<PersonRow[]> {
  return db.query<PersonRow>(
    `SELECT id, username, role, last_login, two_factor_enabled AS factor, password_is_temporary AS is_temporary,
       EXISTS (SELECT 1 FROM accounts WHERE user_id = users.id AND provider_id = 'credential') AS password,
       EXISTS (SELECT 1 FROM accounts WHERE user_id = users.id AND provider_id = 'oidc') AS oidc,
       (SELECT count(*) FROM sessions WHERE user_id = users.id AND expires_at > ?) AS sessions_count
     FROM users ${rest}`,
    args,
  );
}

function listedPerson(row: PersonRow): ListedPerson {
  return {
    ...{ id: row.id, username: row.username, role: row.role, lastLogin: row.last_login },
    ...{ hasPassword: row.password === 1, hasTwoFactor: row.factor === 1, hasOidc: row.oidc === 1 },
    ...{ mustChangePassword: row.is_temporary === 1, sessionsCount: row.sessions_count },
  };
}
