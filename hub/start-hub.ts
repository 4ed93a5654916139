import type { Database } from "../db/client";
import { database } from "../db/client";
import { DatabaseStartError, startDatabase } from "../db/start-database";
import { hubConfig } from "../hub-config";
import { now } from "./clock";
import { writeDefaultConfig } from "./config/write-default-config";
import { openFrontDoor } from "./front-door/open-front-door";
import { startScheduler } from "./jobs/scheduler";
import { endLiveConnections } from "./live/watch-changes";
import { log } from "./log";
import { logConsole } from "./log-console";
import { encryptStoredSettings } from "./notifications/encrypt-stored-settings";
import { prepareFirstRun } from "./people/create-first-admin";

/**
 * Everything between the process and its first request: environment, database, default settings, jobs, and how it
 * all ends. Where the hub cannot serve it says why in one line and exits with 1.
 */
export async function startHub(): Promise<void> {
  try {
    const config = hubConfig();
    // While the hub is being worked on, Next's own words on a terminal are what one wants to read.
    if (process.env.NODE_ENV === "production") logConsole();
    for (const key of config.unknownKeys)
      log().warn({ key }, "this variable means nothing to this version; is it misspelt?");
    if (config.clockOffsetFile !== undefined)
      log().warn("HOMELAB_CLOCK_OFFSET_FILE is set: the clock can be moved, for tests only");
    await openFrontDoor(config);
    const db = database();
    const started = await startDatabase(db, { now: now(), authToken: config.databaseAuthToken });
    await writeDefaultConfig(db);
    log().info(
      {
        database: started.location,
        schema: started.schemaVersion,
        migrated: started.migrated,
        safetyCopy: started.safetyCopy ?? undefined,
      },
      "database ready",
    );
    const encrypted = await encryptStoredSettings(db);
    if (encrypted.length > 0) log().info({ channels: encrypted }, "settings are encrypted that were not");
    await prepareFirstRun(db, now());
    endWithProcess(db, startScheduler(db));
  } catch (error) {
    const isForOperator = error instanceof DatabaseStartError;
    log().fatal(
      isForOperator ? { cause: String(error.cause) } : { err: error },
      error instanceof Error ? error.message : String(error),
    );
    log().flush();
    process.exit(1);
  }
}

/**
 * Next stops accepting, answers what is in flight and then exits. Here the jobs stop, the streams that would never end are
 * ended, and what was written is moved from the -wal file into the database; the last act closes it. An end that was
 * asked for is a success (0), where Next would report the signal (143).
 */
function endWithProcess(db: Database, stopScheduler: () => Promise<void>): void {
  let isAskedFor = false;
  const end = (signal: string) => {
    if (isAskedFor) return;
    isAskedFor = true;
    log().info({ signal }, "ending: no new requests, answering those under way");
    endLiveConnections();
    void stopScheduler().then(() => db.checkpoint());
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.once("exit", () => {
    db.closeNow();
    if (isAskedFor) process.exitCode = 0;
  });
}
