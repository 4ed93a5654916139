import path from "node:path";
import { migrateDatabase } from "./migrate";
import { temporaryDirectory } from "./testing";
import { dumpEveryTable, fillEveryTable, rawClient } from "./testing-filled";

/** A migrated file of this test alone with rows in every table, which nobody has open. */
export async function filledFile(folder?: string): Promise<string> {
  const file = path.join(temporaryDirectory(), "homelab.db");
  await migrateDatabase({ url: `file:${file}`, folder });
  const client = rawClient(`file:${file}`);
  await fillEveryTable(client);
  client.close();
  return file;
}

/** Every row of every table of a file. */
export async function dumpFile(file: string): Promise<Awaited<ReturnType<typeof dumpEveryTable>>> {
  const client = rawClient(`file:${file}`);
  try {
    return await dumpEveryTable(client);
  } finally {
    client.close();
  }
}
