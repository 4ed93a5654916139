import { beforeEach, describe, expect, test } from "vitest";
import { migrateDatabase } from "../migrate";
import { fillEveryTable, rawClient } from "../testing-filled";
import { emptyDatabaseUrl } from "../testing-sqld";

// People look into the file with the sqlite3 shell of their system, which may be years older than the SQLite of the hub. To the
// one of Debian 12 (3.40) json_valid(NULL) is 0, where to ours it is NULL: a CHECK that leaves out `IS NULL OR` calls
// sound rows damaged there, and a dump loses them when it is read in.

const JSON_VALID = /json_valid\(([^()]*)\)/g;

describe("to an older SQLite", () => {
  let client: ReturnType<typeof rawClient>;
  beforeEach(async () => {
    const url = await emptyDatabaseUrl("file");
    await migrateDatabase({ url });
    client = rawClient(url);
    await fillEveryTable(client);
    return () => client.close();
  });

  test("every row that the hub may write is sound", async () => {
    const tables = await client.execute("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%json_valid%'");
    const judged: string[] = [];
    for (const { name, sql } of tables.rows) {
      const columns = await client.execute(
        `SELECT name FROM pragma_table_xinfo('${name}') WHERE hidden = 0 AND "notnull" = 0 AND pk = 0`,
      );
      // As this SQLite judges the table, and as an older one does.
      const create = String(sql).replace(/^CREATE TABLE [`"]?\w+[`"]?/, "CREATE TABLE now_judged");
      const renamed = create.replaceAll(`"${name}".`, "");
      await client.batch(
        [
          "DROP TABLE IF EXISTS now_judged",
          "DROP TABLE IF EXISTS then_judged",
          renamed,
          renamed
            .replace("CREATE TABLE now_judged", "CREATE TABLE then_judged")
            .replace(JSON_VALID, "coalesce(json_valid($1), 0)"),
        ],
        "write",
      );
      for (const without of [null, ...columns.rows.map((row) => String(row.name))]) {
        const judge = async (table: string) => {
          try {
            await client.batch(
              [
                "PRAGMA defer_foreign_keys = ON",
                `DELETE FROM ${table}`,
                `CREATE TEMP TABLE one AS SELECT * FROM ${name} LIMIT 1`,
                ...(without === null ? [] : [`UPDATE one SET ${without} = NULL`]),
                `INSERT INTO ${table} SELECT * FROM one`,
                "DROP TABLE one",
              ],
              "write",
            );
            return "sound";
          } catch (error) {
            return String(error);
          }
        };
        const said = await judge("now_judged");
        expect(`${name} without ${without}: ${await judge("then_judged")}`).toBe(
          `${name} without ${without}: ${said}`.replaceAll("now_judged", "then_judged"),
        );
        judged.push(`${name} ${without}: ${said.slice(0, 5)}`);
      }
    }
    expect(judged).toContain("audit_log before: sound");
    expect(judged).toContain("alert_states null: sound");
  });
});
