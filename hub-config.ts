import path from "node:path";
import { z } from "zod";
import { isOwnName, passwordSchema } from "./domain/people/password";
import type { Role } from "./domain/people/person";
import { decidesRoles, type IdentityRules } from "./domain/people/provider-identity";
import { usernameSchema } from "./domain/people/username";
import { isNetwork } from "./hub/front-door/caller";

/**
 * The environment, read once and said in one place. `docs/operations.md` and `.env.example` list the same
 * keys; a test compares the three.
 */
const list = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .default([]);

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000).describe("TCP port of the hub"),
  HOST: z.string().min(1).default("::").describe("address the hub listens on"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|libsql:|https?:|wss?:)/, "must begin with file:, libsql:, http:, https:, ws: or wss:")
    .default("file:./data/homelab.db")
    .describe("where the history is kept: a file, or a libSQL server"),
  DATABASE_AUTH_TOKEN: z.string().min(1).optional().describe("token for a libSQL server"),
  HOMELAB_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "the address under which agents and browsers reach the hub, where it is not the one they typed",
    ),
  HOMELAB_API_KEY: z.string().min(16).optional().describe("a key that may use the whole API, for programs"),
  HOMELAB_ENROLMENT_KEY: z.string().min(16).optional().describe("a key with which new servers may register"),
  HOMELAB_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine((proxies) => proxies.every(isNetwork), "must be addresses or networks, such as 10.0.0.0/8")
    .default([])
    .describe("whose X-Forwarded headers count: addresses and networks, separated by commas"),
  HOMELAB_ADMIN_USERNAME: usernameSchema
    .optional()
    .describe("the first administrator, made at a start that finds nobody; with HOMELAB_ADMIN_PASSWORD"),
  HOMELAB_ADMIN_PASSWORD: passwordSchema.optional().describe("the first administrator's password"),
  HOMELAB_AUTH_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe("signs cookies and encrypts second factors, where the key file beside the database is not to"),
  HOMELAB_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("the OpenID provider that signs people in, as it names itself; with HOMELAB_URL"),
  HOMELAB_OIDC_CLIENT_ID: z.string().min(1).optional().describe("what the provider calls the hub"),
  HOMELAB_OIDC_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe("by which the provider knows the hub; a public client has none"),
  HOMELAB_OIDC_NAME: z
    .string()
    .max(40)
    .optional()
    .describe("what people call the provider; by default the name of its machine"),
  HOMELAB_OIDC_SCOPES: z.string().default("openid profile").describe("what the provider is asked to say"),
  HOMELAB_OIDC_USERNAME_CLAIM: z
    .string()
    .default("preferred_username")
    .describe("the claim that is the username of somebody new"),
  HOMELAB_OIDC_GROUPS_CLAIM: z.string().default("groups").describe("the claim that says somebody's groups"),
  HOMELAB_OIDC_ADMIN_GROUPS: list.describe("groups whose members are administrators"),
  HOMELAB_OIDC_OPERATOR_GROUPS: list.describe("groups whose members are operators"),
  HOMELAB_OIDC_VIEWER_GROUPS: list.describe("groups whose members are viewers"),
  HOMELAB_OIDC_DEFAULT_ROLE: z
    .enum(["viewer", "operator", "none"])
    .default("viewer")
    .describe("what somebody is who is in none of the groups; none: they are not let in"),
  HOMELAB_OIDC_CREATE_PEOPLE: z
    .enum(["true", "false"])
    .default("false")
    .describe("true: whoever the provider lets in becomes a person here at their first sign-in"),
  HOMELAB_BACKUP_DIRECTORY: z
    .string()
    .min(1)
    .optional()
    .describe("folder for the backups of the database; by default `backups` beside it"),
  HOMELAB_METRICS_PUBLIC: z
    .enum(["true", "false"])
    .default("false")
    .describe("true: /metrics answers without a key, for a Prometheus that can send none"),
  HOMELAB_LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("how much the hub logs"),
  HOMELAB_CLOCK_OFFSET_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("for tests: a file with milliseconds to add to the clock, read anew as it changes"),
});

/** The OpenID provider that signs people in beside the passwords. */
export type ProviderConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  /** What people call it. */
  name: string;
  scopes: string[];
  identityRules: IdentityRules;
  createsPeople: boolean;
};

export type HubConfig = {
  port: number;
  host: string;
  databaseUrl: string;
  databaseAuthToken: string | undefined;
  publicUrl: string | undefined;
  apiKey: string | undefined;
  enrolmentKey: string | undefined;
  trustedProxies: string[];
  /** Given both or not at all. */
  firstAdmin: { username: string; password: string } | undefined;
  authSecret: string | undefined;
  provider: ProviderConfig | undefined;
  backupDirectory: string | undefined;
  isMetricsPublic: boolean;
  logLevel: string;
  clockOffsetFile: string | undefined;
  /** `HOMELAB_` keys that mean nothing to this version, most likely misspelt. */
  unknownKeys: string[];
};

let parsed: HubConfig | undefined;

/** The hub's configuration. Throws one readable error that names every bad variable. */
export function hubConfig(): HubConfig {
  parsed ??= parseHubConfig(process.env);
  return parsed;
}

export const environmentKeys = Object.keys(environmentSchema.shape);

export function parseHubConfig(environment: Record<string, string | undefined>): HubConfig {
  // An empty value in a .env or compose file means "not set", not "the empty string".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = environmentSchema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable:\n${faults.join("\n")}`);
  }
  const values = result.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: absoluteFileUrl(values.DATABASE_URL),
    databaseAuthToken: values.DATABASE_AUTH_TOKEN,
    publicUrl: values.HOMELAB_URL?.replace(/\/+$/, ""),
    apiKey: values.HOMELAB_API_KEY,
    enrolmentKey: values.HOMELAB_ENROLMENT_KEY,
    trustedProxies: values.HOMELAB_TRUSTED_PROXIES,
    firstAdmin: firstAdminOf(values.HOMELAB_ADMIN_USERNAME, values.HOMELAB_ADMIN_PASSWORD),
    authSecret: values.HOMELAB_AUTH_SECRET,
    provider: providerOf(values),
    backupDirectory:
      values.HOMELAB_BACKUP_DIRECTORY === undefined
        ? undefined
        : path.resolve(/*turbopackIgnore: true*/ values.HOMELAB_BACKUP_DIRECTORY),
    isMetricsPublic: values.HOMELAB_METRICS_PUBLIC === "true",
    logLevel: values.HOMELAB_LOG_LEVEL,
    clockOffsetFile: values.HOMELAB_CLOCK_OFFSET_FILE,
    unknownKeys: Object.keys(given).filter(
      (key) => key.startsWith("HOMELAB_") && !environmentKeys.includes(key),
    ),
  };
}

function firstAdminOf(username: string | undefined, password: string | undefined): HubConfig["firstAdmin"] {
  if (username !== undefined && password !== undefined) {
    if (isOwnName(password, username))
      throw unusable("HOMELAB_ADMIN_PASSWORD: is the name of HOMELAB_ADMIN_USERNAME");
    return { username, password };
  }
  if (username === undefined && password === undefined) return undefined;
  throw unusable("HOMELAB_ADMIN_USERNAME and HOMELAB_ADMIN_PASSWORD: one is set and the other is not");
}

function providerOf(values: z.output<typeof environmentSchema>): ProviderConfig | undefined {
  const { HOMELAB_OIDC_ISSUER: issuer, HOMELAB_OIDC_CLIENT_ID: clientId } = values;
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined) {
    throw unusable("HOMELAB_OIDC_ISSUER and HOMELAB_OIDC_CLIENT_ID: one is set and the other is not");
  }
  if (values.HOMELAB_URL === undefined) {
    throw unusable(
      "HOMELAB_URL: not set, and the provider of HOMELAB_OIDC_ISSUER has to send people back there",
    );
  }
  const groups: Record<Role, string[]> = {
    admin: values.HOMELAB_OIDC_ADMIN_GROUPS,
    operator: values.HOMELAB_OIDC_OPERATOR_GROUPS,
    viewer: values.HOMELAB_OIDC_VIEWER_GROUPS,
  };
  const given = values.HOMELAB_OIDC_DEFAULT_ROLE;
  const defaultRole = given === "none" ? null : given;
  if (defaultRole === null && !decidesRoles({ groups })) {
    throw unusable("HOMELAB_OIDC_DEFAULT_ROLE: none, and no groups are named, so nobody would be let in");
  }
  return {
    issuer,
    clientId,
    clientSecret: values.HOMELAB_OIDC_CLIENT_SECRET,
    name: values.HOMELAB_OIDC_NAME ?? new URL(issuer).hostname,
    scopes: [
      ...new Set(["openid", ...values.HOMELAB_OIDC_SCOPES.split(/[\s,]+/).filter((part) => part !== "")]),
    ],
    identityRules: {
      usernameClaim: values.HOMELAB_OIDC_USERNAME_CLAIM,
      groupsClaim: values.HOMELAB_OIDC_GROUPS_CLAIM,
      ...{ groups, defaultRole },
    },
    createsPeople: values.HOMELAB_OIDC_CREATE_PEOPLE === "true",
  };
}

function unusable(fault: string): Error {
  return new Error(`The environment is not usable:\n  ${fault}`);
}

/** Relative file URLs are relative to the directory the hub was started in, whatever it changes to later. */
function absoluteFileUrl(url: string): string {
  if (!url.startsWith("file:") || url.startsWith("file:/") || url.startsWith("file::memory:")) return url;
  const [file = "", query] = url.slice("file:".length).split("?");
  return `file:${path.resolve(/*turbopackIgnore: true*/ file)}${query === undefined ? "" : `?${query}`}`;
}
