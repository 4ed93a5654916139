import type { DBAdapter, Where } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import type { Database } from "../../db/client";
import { accounts, sessions, twoFactors, users, verifications } from "../../db/schema";
import { sha256 } from "../agents/secrets";

/**
 * How better-auth reaches the database: its own Drizzle adapter, over a Drizzle that sends nothing itself. What reads goes
 * to the reader, what writes through `Database.write` and its mutex, one statement at a time; a deed that needs several in
 * one transaction is written by the hub.
 */
export function authDatabase(db: Database) {
  const remote = drizzle(async (sql, params: Args, method) => {
    const { rows, rowsAffected } = await (isRead(sql) ? read(db, sql, params) : write(db, sql, params));
    const values = rows.map((row) => Array.from(row as ArrayLike<unknown>));
    // Of a single row that is not there, Drizzle wants nothing and not an empty list.
    return { rows: method === "get" ? (values[0] as never) : values, rowsAffected };
  });
  const adapter = drizzleAdapter(remote, {
    provider: "sqlite",
    schema: {
      user: users,
      session: sessions,
      account: accounts,
      verification: verifications,
      twoFactor: twoFactors,
    },
    transaction: false,
  });
  return (...options: Parameters<typeof adapter>) => withHashedTokens(withoutParameters(adapter(...options)));
}

/**
 * Drizzle says in its errors what a statement was given, which here are hashes and secrets, and errors are logged: what it was
 * that failed says enough.
 */
function withoutParameters(adapter: DBAdapter): DBAdapter {
  return new Proxy(adapter, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...given: unknown[]) => {
        try {
          return await Reflect.apply(method, target, given);
        } catch (error) {
          throw error instanceof DrizzleQueryError ? (error.cause ?? new Error("A statement failed")) : error;
        }
      };
    },
  });
}

const isRead = (sql: string) => /^select\b/i.test(sql);

type Args = (string | number | null)[];

async function read(db: Database, sql: string, args: Args) {
  return { rows: await db.query(sql, args), rowsAffected: 0 };
}

async function write(db: Database, sql: string, args: Args) {
  const [result] = await db.write([{ sql, args }]);
  if (result === undefined) throw new Error("A statement was written and has no result");
  return result;
}

/**
 * Better-auth stores the token of a session as the cookie carries it; here only its SHA-256 reaches the database, as of every
 * other token. What comes back of a single session carries the token that it was asked for by; of several, the hashes.
 */
function withHashedTokens(adapter: DBAdapter): DBAdapter {
  const hashed: DBAdapter = {
    ...adapter,
    create: async ({ data, ...rest }) => {
      const token = rest.model === "session" ? data.token : undefined;
      if (typeof token !== "string") return adapter.create({ data, ...rest });
      const made = await adapter.create({ data: { ...data, token: sha256(token) }, ...rest });
      return { ...made, token } as never;
    },
    findOne: async <T>(asked: Asked) => withToken(await adapter.findOne<T>(byHash(asked)), asked),
    findMany: (asked) => adapter.findMany(byHash(asked)),
    count: (asked) => adapter.count(byHash(asked)),
    update: async <T>(asked: Asked & { update: Record<string, unknown> }) =>
      withToken(await adapter.update<T>(byHash(asked)), asked),
    updateMany: (asked) => adapter.updateMany(byHash(asked)),
    delete: (asked) => adapter.delete(byHash(asked)),
    deleteMany: (asked) => adapter.deleteMany(byHash(asked)),
    transaction: (work) => work(hashed),
  };
  return hashed;
}

type Asked = { model: string; where: Where[] };

function byHash<Question extends { model: string; where?: Where[] }>(asked: Question): Question {
  if (asked.model !== "session" || asked.where === undefined) return asked;
  return { ...asked, where: asked.where.map((where) => ({ ...where, value: hashedValue(where) })) };
}

function hashedValue({ field, value }: Where): Where["value"] {
  if (field !== "token") return value;
  return Array.isArray(value) ? value.map((token) => sha256(String(token))) : sha256(String(value));
}

function withToken<Found>(found: Found, { model, where }: Asked): Found {
  const token = model === "session" ? where?.find(({ field }) => field === "token")?.value : undefined;
  return found === null || token === undefined ? found : { ...found, token };
}
