import { type Client, createClient, type InArgs, type InStatement, type ResultSet } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { HubError } from "../domain/hub-error";
import { hubConfig } from "../hub-config";
import { Connection } from "./connection";
import { causes, classifyDatabaseError, type DatabaseFault, isTransient } from "./errors";
import { fileIdentity, localFileOf } from "./local-file";
import { WriteMutex } from "./write-mutex";

/** What this database can do; asked instead of "is it remote?". */
export type Capabilities = {
  /** A file of this machine: it can be probed, watched and backed up by path. */
  localFile: string | null;
  pragma: boolean;
  vacuumInto: boolean;
  checkpoint: boolean;
};

const BUSY_RETRIES_MAX = 5;
const BUSY_BACKOFF_MS = 20;
const BUSY_BACKOFF_MS_MAX = 640;
/** A local reader waits this long inside SQLite, which blocks the process; only a recovery makes it wait at all. */
const READER_BUSY_MS = 1000;
/** Requests under way to a server at once; the writer sends one after the other. */
const REMOTE_READS_MAX = 20;

/**
 * The database of the hub. Reads go through `reader` (a Drizzle handle on a connection of its own, so that no
 * read waits for a writer); every write of this process goes through `write` or `transact` and nothing else. Nothing
 * is opened before the first use.
 */
export class Database {
  readonly reader: LibSQLDatabase;
  readonly capabilities: Capabilities;
  private readonly writerConnection: Connection;
  private readonly readerConnection: Connection;
  private readonly mutex = new WriteMutex();
  private readonly statements = new Map<string, unknown>();
  /** Device and inode of the file as it was first opened. */
  private identity: string | null = null;

  constructor(
    readonly url: string,
    authToken?: string,
  ) {
    if (/^file:(\/\/)?:memory:/.test(url)) {
      throw new Error(
        `DATABASE_URL is ${url}, which would forget everything: name a file or a libSQL server.`,
      );
    }
    const localFile = localFileOf(url);
    const isFile = localFile !== null;
    this.capabilities = { localFile, pragma: isFile, vacuumInto: isFile, checkpoint: isFile };
    // A busy wait inside SQLite is a synchronous sleep, so it is 0 here and `transact` waits in its place. One
    // connection a client, because PRAGMAs belong to a connection and the pool would open more without them.
    const connection = (settings: string[], options: { timeout: number; concurrency: number }) =>
      new Connection({
        open: () => this.open(() => createClient({ url, authToken, ...options })),
        settle: (client) => this.settle(client, settings),
        isRenewable: isFile,
      });
    this.writerConnection = connection(["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"], {
      timeout: 0,
      concurrency: 1,
    });
    this.readerConnection = connection(["foreign_keys = ON", "query_only = ON"], {
      timeout: READER_BUSY_MS,
      concurrency: isFile ? 1 : REMOTE_READS_MAX,
    });
    this.reader = drizzle(readingClient(this.readerConnection));
  }

  /**
   * Opens both connections; throws where either cannot be used. Reads from the file itself: from then on it is held open
   * with a shared lock, by which `npm run db:restore` knows that a hub is there.
   */
  async prepare(): Promise<void> {
    await this.transact(async (read) => read("SELECT count(*) FROM sqlite_schema"));
    await this.query("SELECT count(*) FROM sqlite_schema");
  }

  /**
   * Executes the statements as one transaction: all or nothing, in order, one result a statement. Resolves after
   * the commit is on disk.
   */
  write(statements: InStatement[]): Promise<ResultSet[]> {
    return this.transact(async (_read, commit) => commit(statements));
  }

  /**
   * Load, decide, store, with no other write of this process in between: `work` reads through `read` and ends with
   * one call of `commit`. SQLITE_BUSY from another process runs the whole `work` again, so it must have no
   * effects but its `commit`. What `work` throws of its own comes out as it is.
   */
  transact<T>(
    work: (
      read: (statement: InStatement) => Promise<ResultSet>,
      commit: (statements: InStatement[]) => Promise<ResultSet[]>,
    ) => Promise<T>,
  ): Promise<T> {
    return this.mutex.run(async () => {
      for (let retry = 1; ; retry++) {
        const attempt = new Attempt(this.writerConnection, () => this.assertFileInPlace());
        try {
          return await work(attempt.read, attempt.commit);
        } catch (error) {
          if (!attempt.isFailureOfDatabase(error)) throw error;
          const fault = classifyDatabaseError(error);
          const isWorthRetrying = fault === "busy" && !attempt.hasCommitted && retry <= BUSY_RETRIES_MAX;
          if (!isWorthRetrying) throw asHubError(error, fault);
          await backOff(retry);
        }
      }
    });
  }

  /**
   * A prepared Drizzle read, built once for this database: building a statement costs more than running it.
   * `name` is its key, so one name must always stand for one statement.
   */
  prepared<Statement>(name: string, build: (reader: LibSQLDatabase) => Statement): Statement {
    const known = this.statements.get(name) as Statement | undefined;
    if (known !== undefined) return known;
    const statement = build(this.reader);
    this.statements.set(name, statement);
    return statement;
  }

  /** A raw read for what Drizzle has no words for. Rows as objects by column name. */
  async query<Row>(sql: string, args: (string | number | null)[] = []): Promise<Row[]> {
    try {
      const result = await this.readerConnection.read((client) => client.execute(readable({ sql, args })));
      return result.rows as unknown as Row[];
    } catch (error) {
      throw asHubError(error, classifyDatabaseError(error));
    }
  }

  /**
   * False where the file that is open was deleted, moved or replaced: what is written from then on is in a file that
   * nobody will find again. Costs one stat(). Always true for a server, and before the first use.
   */
  isFileInPlace(): boolean {
    const { localFile } = this.capabilities;
    return localFile === null || this.identity === null || fileIdentity(localFile) === this.identity;
  }

  /** Ends both connections after the writes that were asked for, with everything in the main file. Safe to call twice. */
  async close(): Promise<void> {
    await this.mutex.run(async () => {
      await this.emptyWal();
      this.closeNow();
    });
  }

  /**
   * Moves what was written from the -wal file into the database, after the writes that were asked for. Only tidies up: what
   * cannot be moved now is read from there at the next start.
   */
  async checkpoint(): Promise<void> {
    await this.mutex.run(() => this.emptyWal());
  }

  private async emptyWal(): Promise<void> {
    if (!this.capabilities.checkpoint || this.identity === null || !this.isFileInPlace()) return;
    await this.writerConnection
      .use((client) => client.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
      .catch(() => undefined);
  }

  /** For the last moment of a process, when nothing asynchronous runs any more. */
  closeNow(): void {
    this.writerConnection.close();
    this.readerConnection.close();
  }

  private open(create: () => Client): Client {
    // SQLite would make a new, empty file in place of one that was deleted, and the hub would go on in that.
    this.assertFileInPlace();
    return create();
  }

  private async settle(client: Client, settings: string[]): Promise<void> {
    const { localFile, pragma } = this.capabilities;
    if (!pragma) return;
    for (const setting of settings) {
      await client.execute(`PRAGMA ${setting}`);
      const [name = "", wanted = ""] = setting.split(" = ");
      const readBack = await client.execute(`PRAGMA ${name}`);
      const value = String(readBack.rows[0]?.[name]);
      if (value !== (pragmaValues[wanted] ?? wanted)) {
        throw new Error(`The database did not accept PRAGMA ${setting}: it is ${value}`);
      }
    }
    if (localFile !== null) this.identity ??= fileIdentity(localFile);
  }

  private assertFileInPlace(): void {
    if (this.isFileInPlace()) return;
    throw new HubError("unavailable", "The database file was deleted or replaced while the hub was running", {
      hint: `Put ${this.capabilities.localFile} back, or restart the hub to go on with what is there now.`,
      retryAfterSeconds: 60,
    });
  }
}

/** How SQLite says what it was told in words. */
const pragmaValues: Record<string, string> = { WAL: "wal", FULL: "2", ON: "1" };

/** One run of a transaction's work, and what the database said to it. */
class Attempt {
  hasCommitted = false;
  private readonly failures = new Set<unknown>();

  constructor(
    private readonly connection: Connection,
    /** Nothing is acknowledged that went into a deleted file. */
    private readonly afterCommit: () => void,
  ) {}

  readonly read = (statement: InStatement): Promise<ResultSet> =>
    this.remember(this.connection.use((client) => client.execute(readable(statement))));

  readonly commit = async (statements: InStatement[]): Promise<ResultSet[]> => {
    if (statements.length === 0) return [];
    const sent = statements.map(readable);
    const results = await this.remember(this.connection.use((client) => client.batch(sent, "write")));
    this.hasCommitted = true;
    this.afterCommit();
    return results;
  };

  isFailureOfDatabase(error: unknown): boolean {
    return [...causes(error)].some((link) => this.failures.has(link));
  }

  private async remember<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      this.failures.add(error);
      throw error;
    }
  }
}

/**
 * A JSON document that has half of a surrogate pair as an escape is stored as it is, but the text that SQLite takes out of it is
 * no UTF-8, and the native client ends the process when it reads that. So such a half becomes U+FFFD, as it does where it stands
 * in a text itself. What comes from outside has lost its halves already; this is for what cuts a text in two on the way.
 */
function readable(statement: InStatement): InStatement {
  if (typeof statement === "string" || !Array.isArray(statement.args)) return statement;
  if (!statement.args.some(mayHoldHalfPair)) return statement;
  const args = statement.args.map((arg) => (mayHoldHalfPair(arg) ? withoutHalfPairs(arg) : arg));
  return { ...statement, args };
}

/** JSON.stringify writes a half as an escape in small letters, and a whole pair as it is. */
function mayHoldHalfPair(arg: unknown): arg is string {
  return typeof arg === "string" && arg.includes("\\ud");
}

function withoutHalfPairs(json: string): string {
  // A backslash that stands for itself goes first, so that a text which only speaks of an escape stays as it is.
  return json.replace(/\\(?:\\|ud[89a-f][\da-f]{2})/g, (found) => (found.length === 6 ? "\\ufffd" : found));
}

/** What Drizzle needs of a client to read. A transaction would hold the only connection, and every other read with it. */
function readingClient(connection: Connection): Client {
  const refuse = (): never => {
    throw new Error(
      "The reader only reads: use `batch` for several reads of one moment, `write` for writing.",
    );
  };
  return {
    protocol: "reader",
    closed: false,
    execute: (...statement: [InStatement] | [string, InArgs?]) =>
      connection.read((client) =>
        typeof statement[0] === "string"
          ? client.execute(statement[0], statement[1])
          : client.execute(statement[0]),
      ),
    batch: (statements) => connection.read((client) => client.batch(statements, "deferred")),
    transaction: refuse,
    migrate: refuse,
    executeMultiple: refuse,
    sync: refuse,
    reconnect: refuse,
    close: refuse,
  };
}

/** Full disk, foreign lock, lost server: the agent keeps its sample and comes again. */
function asHubError(error: unknown, fault: DatabaseFault): unknown {
  if (error instanceof HubError || !isTransient(fault)) return error;
  const reasons: Partial<Record<DatabaseFault, string>> = {
    busy: "The database is locked by another program",
    full: "The disk that holds the database is full",
    readonly: "The database cannot be written",
    cantopen: "The database file cannot be opened",
    unavailable: "The database does not answer",
  };
  return new HubError("unavailable", reasons[fault] ?? "The database is not available", {
    hint: "Send the same again after the time in Retry-After; what is stored already is not stored twice.",
    retryAfterSeconds: fault === "busy" ? 2 : 10,
    cause: error,
  });
}

/** Full jitter above half: 20..40 ms before the first retry, up to 320..640 ms before the fifth. */
function backOff(retry: number): Promise<void> {
  const ceiling = Math.min(BUSY_BACKOFF_MS * 2 ** retry, BUSY_BACKOFF_MS_MAX);
  return new Promise((resolve) => setTimeout(resolve, ceiling / 2 + (Math.random() * ceiling) / 2));
}

const singletonKey = Symbol.for("homelabcmd.database");
const holder = globalThis as { [singletonKey]?: Database };

/**
 * The one database of this process. Next evaluates this module several times (instrumentation, routes, pages),
 * so the handle hangs on globalThis; nothing is opened at import.
 */
export function database(): Database {
  holder[singletonKey] ??= new Database(hubConfig().databaseUrl, hubConfig().databaseAuthToken);
  return holder[singletonKey];
}
