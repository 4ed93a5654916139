import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { actorKinds } from "../../domain/people/actor";
import { instant, oneOf } from "./columns";

/**
 * Who changed what. Rows are only ever added: triggers refuse every UPDATE, DELETE and REPLACE. It refers to no other table,
 * as it outlives what it is about.
 */
export const auditLog = sqliteTable(
  "audit_log",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    /** The id of the person or the key; null where the hub acted by itself. */
    actorId: text("actor_id"),
    /** As it was then: who is renamed later still did it under this name. */
    actorName: text("actor_name").notNull(),
    /** The address that the request came from; null where nobody asked or it is not known. */
    address: text("address"),
    /** `<noun>.<verb>`: `alert.acknowledge`. */
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    subjectName: text("subject_name").notNull(),
    /** JSON: what was changed, as it was and as it is. Null where there was nothing before, or is nothing after. */
    before: text("before"),
    after: text("after"),
  },
  (table) => [
    index("idx_audit_log_at").on(table.at),
    index("idx_audit_log_actor").on(table.actorName, table.at),
    index("idx_audit_log_action").on(table.action, table.at),
    index("idx_audit_log_subject").on(table.subjectKind, table.subjectId, table.at),
    check("audit_log_actor_kind", sql`${table.actorKind} IN ${oneOf(actorKinds)}`),
    check("audit_log_action", sql`${table.action} GLOB '[a-z]*.[a-z]*'`),
    // Before SQLite 3.45 json_valid(NULL) is 0 and not NULL, and the shell of Debian 12 would call sound rows damaged.
    check("audit_log_before", sql`${table.before} IS NULL OR json_valid(${table.before})`),
    check("audit_log_after", sql`${table.after} IS NULL OR json_valid(${table.after})`),
  ],
);
