import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { keyAccesses } from "../../domain/keys/key";
import { createdAt, instant, oneOf } from "./columns";
import { servers } from "./servers";

/** Keys of programs. Shown once, kept as SHA-256, revoked by a date and not by deleting. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull(),
    /** The first characters of the key, by which people recognise it. */
    prefix: text("prefix").notNull(),
    keySha256: text("key_sha256").notNull().unique(),
    access: text("access", { enum: keyAccesses }).notNull(),
    /** The name of who made it, as it was then. */
    createdBy: text("created_by"),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
    lastUsedFrom: text("last_used_from"),
    createdAt: createdAt(),
  },
  (table) => [
    check("api_keys_sha256", sql`length(${table.keySha256}) = 64`),
    check("api_keys_name_length", sql`length(${table.name}) BETWEEN 1 AND 100`),
    check("api_keys_prefix_length", sql`length(${table.prefix}) BETWEEN 1 AND 12`),
    check("api_keys_access", sql`${table.access} IN ${oneOf(keyAccesses)}`),
  ],
);

/** Keys with which machines that the hub does not know yet may register. Only the SHA-256 is kept. */
export const enrolmentKeys = sqliteTable(
  "enrolment_keys",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull(),
    keySha256: text("key_sha256").notNull().unique(),
    /** Null = as often as wanted. */
    usesMax: integer("uses_max"),
    usesCount: integer("uses_count").notNull().default(0),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
    lastUsedFrom: text("last_used_from"),
    /** The first characters of the key, by which people recognise it. */
    prefix: text("prefix"),
    /** The name of who made it, as it was then. */
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (table) => [
    check("enrolment_keys_sha256", sql`length(${table.keySha256}) = 64`),
    check("enrolment_keys_name_length", sql`length(${table.name}) BETWEEN 1 AND 100`),
    // Two hubs that count the last use at once: the second transaction fails here and is refused.
    check("enrolment_keys_uses", sql`${table.usesMax} IS NULL OR ${table.usesCount} <= ${table.usesMax}`),
  ],
);

/** The token of one server's agent. Shown once, kept as SHA-256, revoked by a date and not by deleting. */
export const agentTokens = sqliteTable(
  "agent_tokens",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    tokenSha256: text("token_sha256").notNull().unique(),
    /** SHA-256 of the enrolment key that the token was given for; null where a person made it. */
    enrolledWithSha256: text("enrolled_with_sha256"),
    lastUsedAt: instant("last_used_at"),
    lastUsedFrom: text("last_used_from"),
    revokedAt: instant("revoked_at"),
    /** When it ends by itself, because another took its place; null = not at all. */
    expiresAt: instant("expires_at"),
    /** The first characters of the token, by which people recognise it. */
    prefix: text("prefix"),
    createdAt: createdAt(),
  },
  (table) => [
    index("idx_agent_tokens_server").on(table.serverId),
    check("agent_tokens_sha256", sql`length(${table.tokenSha256}) = 64`),
  ],
);
