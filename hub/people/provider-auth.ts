import { AsyncLocalStorage } from "node:async_hooks";
import { betterAuth } from "better-auth";
import { type GenericOAuthUserInfo, genericOAuth } from "better-auth/plugins";
import { z } from "zod";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { Claims } from "../../domain/people/provider-identity";
import { hubConfig, type ProviderConfig } from "../../hub-config";
import { log } from "../log";
import { authOptions } from "./auth";

/** As long as somebody at a page waits for a sentence instead of a page. */
const ANSWER_MS = 5_000;

export type ProviderAuth = Awaited<ReturnType<typeof makeProviderAuth>>;

/** Somebody at the provider, and what it says of them. */
export type Proven = { accountId: string; claims: Claims };

/**
 * What the request says to somebody whom the provider has proven, before better-auth signs them in; false: nobody is signed in.
 * Kept beside the request, because better-auth's configuration is one for all of them.
 */
export const whenProven = new AsyncLocalStorage<(proven: Proven) => Promise<boolean>>();

const holderKey = Symbol.for("homelabcmd.provider-auth");
const holder = globalThis as { [holderKey]?: WeakMap<Database, { auth: ProviderAuth; at: number }> };

/**
 * Better-auth for the OpenID provider, apart from that for passwords, because it asks the provider for its addresses as it is
 * made and must keep nobody waiting who has a password. Made anew when it is older than asked for. Throws HubError `not_found`
 * where there is no provider, and `unavailable` where it does not answer, or not as it should.
 */
export async function providerAuth(
  db: Database,
  { now, maxAgeMs }: { now: number; maxAgeMs: number },
): Promise<ProviderAuth> {
  const { provider } = hubConfig();
  if (provider === undefined) throw new HubError("not_found", "This hub has no provider to sign in with");
  holder[holderKey] ??= new WeakMap();
  const known = holder[holderKey].get(db);
  if (known !== undefined && Math.abs(now - known.at) < maxAgeMs) return known.auth;
  const auth = await makeProviderAuth(db, provider);
  holder[holderKey].set(db, { auth, at: now });
  return auth;
}

/** How an account of the provider is called here. With the issuer in it, so that another provider's "1" is somebody else. */
function accountIdOf({ issuer }: ProviderConfig, subject: string): string {
  return `${withoutSlash(issuer)} ${subject}`;
}

async function makeProviderAuth(db: Database, provider: ProviderConfig) {
  const address = `${withoutSlash(provider.issuer)}/.well-known/openid-configuration`;
  const { userinfo_endpoint: userInfoUrl } = await discover(address, provider);
  const accountId = (claims: Claims) => accountIdOf(provider, String(claims.sub));
  const auth = betterAuth({
    ...authOptions(db),
    // What somebody began is in a cookie of theirs, encrypted, so that strangers who begin write nothing here.
    account: {
      storeStateStrategy: "cookie",
      updateAccountOnSignIn: false,
      accountLinking: { enabled: false },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            ...{ providerId: "oidc", name: provider.name, discoveryUrl: address, scopes: provider.scopes },
            ...{ clientId: provider.clientId, clientSecret: provider.clientSecret },
            // The method that every provider must know (OpenID Connect Core, 9).
            tokenEndpointAuth: {
              method: provider.clientSecret === undefined ? "none" : "client_secret_basic",
            },
            pkce: true,
            requireIdTokenVerification: true,
            // The hub makes people itself, in one transaction with their record in the audit log.
            disableSignUp: true,
            getUserInfo: (tokens) => claimsOf(tokens, userInfoUrl),
            accountSubject: ({ profile }) => accountId(profile),
            mapProfileToUser: async (claims) => {
              const isWelcome = await whenProven.getStore()?.({ accountId: accountId(claims), claims });
              if (isWelcome !== true) throw new HubError("forbidden", "Nobody is signed in");
              // Better-auth asks for an address and finds nobody by this one.
              return { email: "nobody@people.invalid", emailVerified: false };
            },
          },
        ],
      }),
    ],
  });
  const { socialProviders } = await auth.$context;
  if (socialProviders.length === 0) throw down(provider, "its configuration is not complete");
  return auth;
}

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
});

async function discover(address: string, provider: ProviderConfig) {
  const answer = await fetchJson(address, {}).catch((error: unknown) => {
    throw down(provider, "it does not answer", error);
  });
  const result = discoverySchema.safeParse(answer);
  if (!result.success) throw down(provider, "its configuration is not complete", result.error);
  // Else whoever answers at that address could speak for another one.
  if (withoutSlash(result.data.issuer) !== withoutSlash(provider.issuer)) {
    throw down(provider, `it calls itself ${result.data.issuer}, which is not HOMELAB_OIDC_ISSUER`);
  }
  return result.data;
}

/**
 * The ID token, which better-auth has verified, and where there is one the user info, as many providers say the groups only
 * there. Null where there is no ID token: nothing is proven then.
 */
async function claimsOf(
  tokens: { idToken?: string; accessToken?: string },
  userInfoUrl: string | undefined,
): Promise<GenericOAuthUserInfo | null> {
  const body = tokens.idToken?.split(".")[1];
  if (body === undefined) return null;
  const claims: Claims & { sub: string } = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  const { accessToken } = tokens;
  const hasInfo = userInfoUrl !== undefined && accessToken !== undefined;
  const info = hasInfo ? await userInfo(userInfoUrl, accessToken) : {};
  // User info of somebody else must not be taken for theirs (OpenID Connect Core, 5.3.2).
  const both: Claims & { sub: string } = info.sub === claims.sub ? { ...info, ...claims } : claims;
  return { ...both, email: typeof both.email === "string" ? both.email : null, emailVerified: false };
}

async function userInfo(url: string, accessToken: string): Promise<Claims> {
  try {
    const answer = await fetchJson(url, { authorization: `Bearer ${accessToken}` });
    return z.record(z.string(), z.unknown()).parse(answer);
  } catch (error) {
    log().warn({ err: error }, "the provider's user info could not be read");
    return {};
  }
}

async function fetchJson(url: string, headers: Record<string, string>): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(url, { headers: { accept: "application/json", ...headers }, signal });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}`);
  return answer.json();
}

function down({ name }: ProviderConfig, why: string, cause?: unknown): HubError {
  log().warn({ provider: name, err: cause }, `nobody can sign in with ${name}: ${why}`);
  return new HubError("unavailable", `${name}: ${why}`, { cause });
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, "");
}
