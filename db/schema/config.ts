import { sql } from "drizzle-orm";
import { check, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { updatedAt } from "./columns";

/** Settings that operators change while the hub runs, one JSON document a key. */
export const config = sqliteTable(
  "config",
  {
    key: text("key").primaryKey(),
    value: text("value").notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("config_key_length", sql`length(${table.key}) BETWEEN 1 AND 100`),
    check("config_value_json", sql`json_valid(${table.value})`),
  ],
);
