import { sql } from "drizzle-orm";
import { integer } from "drizzle-orm/sqlite-core";

/** Epoch milliseconds of the database's own clock, for rows that are written by hand. */
const nowMs = sql`(CAST(unixepoch('subsec') * 1000 AS INTEGER))`;

/** An instant: epoch milliseconds, UTC. */
export const instant = (name: string) => integer(name);

export const createdAt = () => integer("created_at").notNull().default(nowMs);

/** Raw SQL does not pass through Drizzle's `$onUpdate`; a trigger in the migrations keeps this true for every UPDATE. */
export const updatedAt = () => integer("updated_at").notNull().default(nowMs);

/** SQL's list of a CHECK, from the same array the domain uses. */
export const oneOf = (values: readonly string[]) =>
  sql.raw(`(${values.map((value) => `'${value}'`).join(", ")})`);
