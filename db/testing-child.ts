import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { type Client, createClient, type InStatement, type Transaction } from "@libsql/client";
import { HubError } from "../domain/hub-error";
import { Database } from "./client";
import { startDatabase } from "./start-database";

/**
 * The other process of the tests that need two: a second hub, a backup program that holds the lock, a hub on a
 * full disk. Does what `testing-process.ts` sends it, one call after the other.
 */
const deeds = {
  start: async (options: { url: string; folder?: string; now?: number }) => {
    const db = new Database(options.url);
    try {
      return await startDatabase(db, { now: options.now ?? Date.now(), folder: options.folder });
    } finally {
      await db.close();
    }
  },
  open: async (options: { url: string }) => {
    hub = new Database(options.url);
    await hub.prepare();
  },
  write: async (options: { statements: InStatement[] }) => {
    await opened().write(options.statements);
  },
  query: (options: { sql: string }) => opened().query(options.sql),
  close: () => opened().close(),
  /** Holds the write lock of a file, as a backup or a shell with an open transaction does. */
  lock: async (options: { file: string }) => {
    lockHolder = createClient({ url: `file:${options.file}`, concurrency: 1, timeout: 5000 });
    transaction = await lockHolder.transaction("write");
  },
  unlock: async () => {
    await transaction?.commit();
    transaction = undefined;
    lockHolder?.close();
  },
  /** What another program reads in the file. */
  read: async (options: { file: string; sql: string }) => {
    const client = createClient({ url: `file:${options.file}`, concurrency: 1, timeout: 5000 });
    try {
      return (await client.execute(options.sql)).rows.map((row) => ({ ...row }));
    } finally {
      client.close();
    }
  },
  /** Writes a file until the disk takes no more. */
  fill: async (options: { file: string }) => {
    const descriptor = openSync(options.file, "a");
    try {
      for (const size of [65_536, 4096, 1]) {
        const block = Buffer.alloc(size);
        try {
          for (;;) writeSync(descriptor, block);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        }
      }
    } finally {
      closeSync(descriptor);
    }
  },
  remove: async (options: { file: string }) => rmSync(options.file),
  /** Lets go of everything, for the next test. */
  reset: async () => {
    await transaction?.rollback();
    transaction = undefined;
    lockHolder?.close();
    hub?.closeNow();
    hub = undefined;
  },
};

export type Deeds = typeof deeds;

let hub: Database | undefined;
let lockHolder: Client | undefined;
let transaction: Transaction | undefined;

function opened(): Database {
  if (hub === undefined) throw new Error("open a database first");
  return hub;
}

type Call = { id: number; deed: keyof Deeds; options: never };

process.on("message", async ({ id, deed, options }: Call) => {
  try {
    process.send?.({ id, result: (await deeds[deed](options)) ?? null });
  } catch (error) {
    process.send?.({ id, error: describeError(error) });
  }
});
process.on("disconnect", () => process.exit());

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { name: "unknown", message: String(error) };
  const { name, message } = error;
  if (!(error instanceof HubError)) return { name, message, cause: String(error.cause) };
  const { code, hint, retryAfterSeconds } = error;
  return { name, message, code, hint, retryAfterSeconds, cause: String(error.cause) };
}
