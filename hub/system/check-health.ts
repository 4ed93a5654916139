import type { Database } from "../../db/client";
import { hubVersion } from "../hub-version";
import { log } from "../log";

export type Health = {
  status: "healthy" | "unhealthy";
  database: "connected" | "disconnected";
  version: string;
  uptime_seconds: number;
  timestamp: string;
};

/** Asks the database for something that only a migrated one has. Never throws. */
export async function checkHealth(db: Database, now: number): Promise<Health> {
  const common = {
    version: hubVersion,
    uptime_seconds: Math.floor(process.uptime()),
    timestamp: new Date(now).toISOString(),
  };
  try {
    if (!db.isFileInPlace()) throw new Error("The database file was deleted or replaced under the hub");
    await db.query("SELECT count(*) FROM config");
    return { status: "healthy", database: "connected", ...common };
  } catch (error) {
    log().error({ err: error }, "the health check could not read the database");
    return { status: "unhealthy", database: "disconnected", ...common };
  }
}
