import { Database } from "../db/client";
import { fileUrl } from "../db/local-file";
import { startDatabase } from "../db/start-database";
import { issueToken } from "../hub/agents/issue-token";
import { byHub } from "../hub/audit/record";
import { writeDefaultConfig } from "../hub/config/write-default-config";
import { createServer } from "../hub/servers/create-server";

/** A new database with `count` servers that wait for their agents, and the agents' tokens. */
export async function prepareDatabase(file: string, count: number): Promise<{ id: string; token: string }[]> {
  return withDatabase(file, async (db) => {
    await startDatabase(db, { now: Date.now() });
    await writeDefaultConfig(db);
    const servers: { id: string; token: string }[] = [];
    for (let index = 1; index <= count; index++) {
      const id = `server-${String(index).padStart(4, "0")}`;
      await createServer(db, { id }, byHub(Date.now()));
      servers.push({ id, token: await issueToken(db, id, { isOverlapping: false }, byHub(Date.now())) });
    }
    return servers;
  });
}

export async function withDatabase<T>(file: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = new Database(fileUrl(file));
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
