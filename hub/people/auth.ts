import { type BetterAuthOptions, betterAuth } from "better-auth";
import { twoFactor, username } from "better-auth/plugins";
import type { Database } from "../../db/client";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "../../domain/people/password";
import { isUsername, USERNAME_LENGTH_MAX } from "../../domain/people/username";
import { hubConfig } from "../../hub-config";
import { log } from "../log";
import { authDatabase } from "./auth-database";
import { authSecret } from "./auth-secret";
import { makeRecoveryCodes } from "./recovery-codes";

/** A session ends when its browser stayed away for this long. */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** The header in which the hub tells better-auth the visitor's address; whatever a visitor sends in it is overwritten. */
export const ADDRESS_HEADER = "x-homelab-address";

export type Auth = ReturnType<typeof makeAuth>;

const holderKey = Symbol.for("homelabcmd.auth");
const holder = globalThis as { [holderKey]?: WeakMap<Database, Auth> };

/**
 * Better-auth for this database, made at the first use. The hub calls it from its deeds; none of its routes is served. It throttles nothing here: what may be tried is counted in the database
 * (hub/people/admit-attempt.ts).
 */
export function auth(db: Database): Auth {
  holder[holderKey] ??= new WeakMap();
  const known = holder[holderKey].get(db);
  if (known !== undefined) return known;
  const made = makeAuth(db);
  holder[holderKey].set(db, made);
  return made;
}

function makeAuth(db: Database) {
  return betterAuth({
    ...authOptions(db),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 1,
        maxUsernameLength: USERNAME_LENGTH_MAX,
        usernameValidator: isUsername,
      }),
      // Locking an account after wrong codes would let a thief of the password lock its owner out.
      twoFactor({
        issuer: "HomelabCmd",
        accountLockout: { enabled: false },
        backupCodeOptions: { customBackupCodesGenerate: makeRecoveryCodes },
      }),
    ],
  });
}

/** What every better-auth of this database has in common: sessions, cookies and where they are kept. */
export function authOptions(db: Database) {
  return {
    appName: "HomelabCmd",
    // Only an OpenID provider sends anybody to an address that better-auth makes, and that needs HOMELAB_URL.
    baseURL: hubConfig().publicUrl ?? "http://localhost",
    basePath: "/api/auth",
    secret: authSecret(db),
    database: authDatabase(db),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: "error",
      log: (_level, message) => log().error({ from: "better-auth" }, message.slice(0, 500)),
    },
    advanced: {
      cookiePrefix: "homelab",
      // One name over http and https; app/entry-cookies.ts adds Secure where the visitor came by TLS.
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, freshAge: 0 },
    user: {
      additionalFields: {
        role: { type: "string", required: false },
        lastLogin: { type: "date", required: false, input: false },
        passwordIsTemporary: { type: "boolean", required: false, input: false },
      },
    },
  } satisfies BetterAuthOptions;
}
