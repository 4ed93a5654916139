import { type Client, createClient, type InStatement, type ResultSet } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { HubError } from "../domain/hub-error";
import { hubConfig } from "../hub-config";
import { classifyDatabaseError, type DatabaseFault, isTransient } from "./errors";
import { WriteMutex } from "./write-mutex";

/** What this database can do; asked instead of "is it remote?". */
export type Capabilities = {
  /** A file of this machine: it can be probed, watched and backed up by path. */
  localFile: string | null;
  pragma: boolean;
  vacuumInto: boolean;
  checkpoint: boolean;
};

const BUSY_ATTEMPTS_MAX = 5;
const BUSY_BACKOFF_MS = 20;
const BUSY_BACKOFF_MS_MAX = 640;

/**
 * The database of the hub. Reads go through `reader` (a Drizzle handle on a connection of its own, so that no
 * read waits for a writer); every write of this process goes through `write` and nothing else.
 */
export class Database {
  readonly reader: LibSQLDatabase;
  readonly capabilities: Capabilities;
  private readonly writerClient: Client;
  private readonly readerClient: Client;
  private readonly mutex = new WriteMutex();
  private writerNeedsPragmas = true;
  private readonly statements = new Map<string, unknown>();
  private isClosed = false;

  constructor(
    readonly url: string,
    authToken?: string,
  ) {
    const isFile = url.startsWith("file:");
    this.capabilities = {
      localFile: isFile
        ? url
            .slice("file:".length)
            .replace(/^\/\/(?=\/)/, "")
            .replace(/\?.*$/, "")
        : null,
      pragma: isFile,
      vacuumInto: isFile,
      checkpoint: isFile,
    };
    // A busy wait inside SQLite is a synchronous sleep, so it is 0 here and `write` waits in its place. One
    // connection a client, because PRAGMAs belong to a connection and the pool would open more without them.
    const options = { url, authToken, concurrency: 1, timeout: 0 };
    this.writerClient = createClient(options);
    this.readerClient = isFile ? createClient({ ...options, timeout: 1000 }) : this.writerClient;
    this.reader = drizzle(this.readerClient);
  }

  /** Sets and reads back what every connection relies on. Must have resolved before the first use. */
  async prepare(): Promise<void> {
    await this.run(async () => undefined);
    if (this.readerClient === this.writerClient) return;
    await this.readerClient.execute("PRAGMA foreign_keys = ON");
    await this.readerClient.execute("PRAGMA query_only = ON");
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
   * effects but its `commit`.
   */
  transact<T>(
    work: (
      read: (statement: InStatement) => Promise<ResultSet>,
      commit: (statements: InStatement[]) => Promise<ResultSet[]>,
    ) => Promise<T>,
  ): Promise<T> {
    const read = (statement: InStatement) => this.writerClient.execute(statement);
    const commit = async (statements: InStatement[]) =>
      statements.length === 0 ? [] : this.writerClient.batch(statements, "write");
    return this.mutex.run(() => this.run(() => work(read, commit)));
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
    const result = await this.readerClient.execute({ sql, args });
    return result.rows as unknown as Row[];
  }

  /** Ends both connections after the writes that were asked for. Safe to call twice. */
  async close(): Promise<void> {
    await this.mutex.run(async () => this.closeNow());
  }

  /** For the last moment of a process, when nothing asynchronous runs any more. */
  closeNow(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.writerClient.close();
    if (this.readerClient !== this.writerClient) this.readerClient.close();
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        if (this.writerNeedsPragmas) await this.applyWriterPragmas();
        return await work();
      } catch (error) {
        const fault = classifyDatabaseError(error);
        // A statement that failed BUSY is not reset by the native layer: until it is collected, later writes on the
        // connection are acknowledged and lost. So the connection is thrown away, never used again.
        if (isTransient(fault)) this.renewWriter();
        if (fault !== "busy" || attempt >= BUSY_ATTEMPTS_MAX) throw asHubError(error, fault);
        await backOff(attempt);
      }
    }
  }

  private renewWriter(): void {
    if (this.isClosed) return;
    if (this.capabilities.localFile !== null) this.writerClient.reconnect();
    this.writerNeedsPragmas = true;
  }

  private async applyWriterPragmas(): Promise<void> {
    if (this.capabilities.pragma) {
      await this.writerClient.execute("PRAGMA journal_mode = WAL");
      await this.writerClient.execute("PRAGMA synchronous = FULL");
      await this.writerClient.execute("PRAGMA foreign_keys = ON");
      const readBack = await this.writerClient.execute(
        "SELECT journal_mode, synchronous, foreign_keys FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys",
      );
      const row = readBack.rows[0];
      if (row?.journal_mode !== "wal" || Number(row.synchronous) !== 2 || Number(row.foreign_keys) !== 1) {
        throw new Error(`The database did not accept its settings: ${JSON.stringify(row)}`);
      }
    }
    this.writerNeedsPragmas = false;
  }
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
    hint: "Nothing was stored; send the same again after the time in Retry-After.",
    retryAfterSeconds: fault === "busy" ? 2 : 10,
    cause: error,
  });
}

function backOff(attempt: number): Promise<void> {
  const ceiling = Math.min(BUSY_BACKOFF_MS * 2 ** attempt, BUSY_BACKOFF_MS_MAX);
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
