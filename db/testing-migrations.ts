import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Client } from "@libsql/client";
import { migrationsFolder } from "./migrate";
import { temporaryDirectory } from "./testing";

type Journal = {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[];
};

/** A copy of the migrations as an older version had them: the first `count` and no more. */
export function folderUpTo(count: number): string {
  const folder = path.join(temporaryDirectory(), "drizzle");
  cpSync(migrationsFolder(), folder, { recursive: true });
  changeJournal(folder, (entries) => entries.slice(0, count));
  return folder;
}

/** Adds a migration to such a copy, newest unless `when` says otherwise. */
export function addMigration(
  folder: string,
  migration: { tag: string; up: string[]; down?: string[]; when?: number },
): void {
  const { tag, up, down } = migration;
  changeJournal(folder, (entries) => {
    const when = migration.when ?? (entries.at(-1)?.when ?? 0) + 1000;
    return [...entries, { idx: entries.length, version: "6", when, tag, breakpoints: true }];
  });
  writeFileSync(path.join(folder, `${tag}.sql`), up.join("\n--> statement-breakpoint\n"));
  if (down === undefined) return;
  mkdirSync(path.join(folder, "down"), { recursive: true });
  writeFileSync(path.join(folder, "down", `${tag}.sql`), down.join("\n--> statement-breakpoint\n"));
}

/** What the next migration of a parent table looks like: a new table, its rows moved, the old one dropped. */
export async function rebuildOfServers(client: Client): Promise<string[]> {
  const sqlOf = async (name: string) =>
    String(
      (await client.execute({ sql: "SELECT sql FROM sqlite_schema WHERE name = ?", args: [name] })).rows[0]
        ?.sql,
    );
  const create = await sqlOf("servers");
  const trigger = await sqlOf("trg_servers_updated_at");
  // table_info leaves generated columns out, as an INSERT has to.
  const info = await client.execute("SELECT name FROM pragma_table_info('servers')");
  const columns = info.rows.map(({ name }) => `\`${name}\``).join(", ");
  return [
    create
      .replace(/CREATE TABLE [`"]?servers[`"]?/, "CREATE TABLE `__new_servers`")
      .replaceAll('"servers".', '"__new_servers".'),
    `INSERT INTO __new_servers (${columns}) SELECT ${columns} FROM servers`,
    "DROP TABLE servers",
    "ALTER TABLE __new_servers RENAME TO servers",
    "CREATE UNIQUE INDEX servers_guid_unique ON servers (guid)",
    "CREATE INDEX idx_servers_offline_after ON servers (offline_after)",
    "CREATE INDEX idx_servers_updated_at ON servers (updated_at)",
    trigger,
  ];
}

function changeJournal(folder: string, change: (entries: Journal["entries"]) => Journal["entries"]): void {
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  writeFileSync(file, JSON.stringify({ ...journal, entries: change(journal.entries) }));
}
