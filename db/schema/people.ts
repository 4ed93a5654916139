import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { roles } from "../../domain/people/person";
import { signInSteps, standings } from "../../domain/people/sign-in-limits";
import { oneOf } from "./columns";

const nowMs = sql`(CAST(unixepoch('subsec') * 1000 AS INTEGER))`;

/** Epoch milliseconds in the database as everywhere; a Date in the program, because better-auth speaks in Dates. */
const instant = (name: string) => integer(name, { mode: "timestamp_ms" });
const madeAt = (name: string) => instant(name).notNull().default(nowMs);
const id = () => text("id").primaryKey().default(sql`(lower(hex(randomblob(16))))`);
const flag = (name: string) => integer(name, { mode: "boolean" }).notNull().default(false);
const owner = () =>
  text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/**
 * Who may sign in. Property names are those of better-auth's models, column names ours. No password is here: see
 * `accounts`. A row that is written by hand needs a username and a role, and gets its password by `npm run people`.
 */
export const users = sqliteTable(
  "users",
  {
    id: id(),
    /** Lower case, unique: what is typed to sign in. */
    username: text("username").notNull().unique(),
    role: text("role", { enum: roles }).notNull().default("viewer"),
    name: text("name").notNull().default(""),
    /** Better-auth wants one. The hub makes it up (`<id>@people.invalid`) and never writes to it. */
    email: text("email").unique(),
    emailVerified: flag("email_verified"),
    image: text("image"),
    twoFactorEnabled: flag("two_factor_enabled"),
    /** The password was chosen by somebody else: nothing opens before its owner has chosen another. */
    passwordIsTemporary: flag("password_is_temporary"),
    lastLogin: instant("last_login"),
    createdAt: madeAt("created_at"),
    updatedAt: madeAt("updated_at"),
  },
  (table) => [
    check("users_username_length", sql`length(${table.username}) BETWEEN 1 AND 50`),
    check("users_role", sql`${table.role} IN ${oneOf(roles)}`),
  ],
);

/** A browser that is signed in. `token` is the SHA-256 of what its cookie carries. Deleting the row ends it at once. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: id(),
    token: text("token").notNull().unique(),
    userId: owner(),
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: madeAt("created_at"),
    updatedAt: madeAt("updated_at"),
  },
  (table) => [
    index("idx_sessions_user").on(table.userId),
    check("sessions_token_sha256", sql`length(${table.token}) = 64`),
  ],
);

/**
 * By what somebody proves who they are: `credential` is a password (its salted scrypt hash), `oidc` the subject at the
 * OpenID provider. The provider's own tokens are of no use to the hub and are not kept: those columns stay null.
 */
export const accounts = sqliteTable(
  "accounts",
  {
    id: id(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: owner(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: madeAt("created_at"),
    updatedAt: madeAt("updated_at"),
  },
  (table) => [
    uniqueIndex("uq_accounts_provider_account").on(table.providerId, table.accountId),
    index("idx_accounts_user").on(table.userId),
  ],
);

/** What is waited for: a second factor, an answer of the OpenID provider, the code of the first run. */
export const verifications = sqliteTable(
  "verifications",
  {
    id: id(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: madeAt("created_at"),
    updatedAt: madeAt("updated_at"),
  },
  (table) => [index("idx_verifications_identifier").on(table.identifier)],
);

/** The second factor, encrypted with the hub's secret. `verified` is false until its first code was right. */
export const twoFactors = sqliteTable("two_factors", {
  id: id(),
  userId: owner().unique(),
  secret: text("secret").notNull(),
  backupCodes: text("backup_codes").notNull(),
  verified: flag("verified"),
  failedVerificationCount: integer("failed_verification_count").notNull().default(0),
  lockedUntil: instant("locked_until"),
});

/** Browsers from which somebody signed in before, by a cookie: the guesses of strangers do not count against them. */
export const knownDevices = sqliteTable(
  "known_devices",
  {
    id: id(),
    userId: owner(),
    tokenSha256: text("token_sha256").notNull().unique(),
    address: text("address").notNull(),
    lastUsedAt: madeAt("last_used_at"),
    createdAt: madeAt("created_at"),
  },
  (table) => [
    index("idx_known_devices_user").on(table.userId, table.address),
    check("known_devices_token_sha256", sql`length(${table.tokenSha256}) = 64`),
  ],
);

/**
 * One row for each attempt to sign in that failed or is being judged; one that succeeds is taken away. What may still be
 * tried is counted here, so that all hubs on one database count together.
 */
export const signInFailures = sqliteTable(
  "sign_in_failures",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    step: text("step", { enum: signInSteps }).notNull(),
    /** SHA-256 of the username: what strangers type here may be anything, a password in the wrong field too. */
    accountSha256: text("account_sha256").notNull(),
    address: text("address").notNull(),
    standing: text("standing", { enum: standings }).notNull(),
    deviceId: text("device_id").references(() => knownDevices.id, { onDelete: "cascade" }),
    at: instant("at").notNull(),
  },
  (table) => [
    index("idx_sign_in_failures_account").on(table.accountSha256, table.at),
    index("idx_sign_in_failures_address").on(table.address, table.at),
    index("idx_sign_in_failures_at").on(table.at),
    index("idx_sign_in_failures_device").on(table.deviceId),
    check("sign_in_failures_step", sql`${table.step} IN ${oneOf(signInSteps)}`),
    check("sign_in_failures_standing", sql`${table.standing} IN ${oneOf(standings)}`),
    check("sign_in_failures_account_sha256", sql`length(${table.accountSha256}) = 64`),
  ],
);
