import { setTimeout as later } from "node:timers/promises";
import { getOAuthState } from "better-auth/api";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { localPath } from "../../domain/people/local-path";
import { readIdentity } from "../../domain/people/provider-identity";
import { hubConfig, type ProviderConfig } from "../../hub-config";
import { log } from "../log";
import { admitIdentity, connectIdentity } from "./admit-identity";
import { cookieChangesOf, headersOf, SESSION_COOKIE } from "./auth-exchange";
import { type Proven, providerAuth, whenProven } from "./provider-auth";
import { recordRefusal } from "./record-refusal";
import { sessionOf } from "./session-of";
import { rememberSignIn } from "./sign-in";
import type { CookieChange, Visitor } from "./visitor";

/** As long as the provider may take for all that is asked of it while somebody waits. */
const FINISH_MS = 15_000;
/** So long its addresses count as known. */
const KNOWN_MS = 10 * 60_000;
/** What somebody began, encrypted by better-auth; of use once. */
const STATE_COOKIE = "homelab.oauth_state";

/**
 * Why the way over the provider led nowhere. `down`: it does not answer; `denied`: it said no; `state`: what came back is not what
 * this browser began; `claim`: it does not say the groups; `group`: none of them may; `unknown`: nobody here is that; `taken`: their
 * name is somebody else's; `name`: they have none that can be a username; `connected`: one of the two is already; `failed`: else.
 */
export type ProviderFault =
  | "down"
  | "denied"
  | "state"
  | "claim"
  | "group"
  | "unknown"
  | "taken"
  | "name"
  | "connected"
  | "failed";

export type ProviderOutcome = { cookies: CookieChange[] } & (
  | { kind: "signed_in"; target: string }
  | { kind: "connected" }
  | { kind: "refused"; fault: ProviderFault }
);

type Verdict =
  | { kind: "admitted"; userId: string }
  | { kind: "connected" }
  | { kind: "refused"; fault: ProviderFault };
type Asked = { query: URLSearchParams; visitor: Visitor; now: number };

/** Somebody comes back from the provider. Better-auth judges the proof, the hub who that is here. */
export async function finishProviderSignIn(db: Database, asked: Asked): Promise<ProviderOutcome> {
  const { provider } = hubConfig();
  if (provider === undefined) throw new HubError("not_found", "This hub has no provider to sign in with");
  const seen: { verdict: Verdict | null } = { verdict: null };
  const answer = await exchange(db, asked, async (proven) => {
    seen.verdict = await judge(db, { ...asked, ...proven, provider });
    return seen.verdict.kind === "admitted";
  });
  const forget = { name: STATE_COOKIE, value: "", maxAgeSeconds: 0 };
  const { verdict } = seen;
  if (verdict !== null && verdict.kind !== "admitted") return { ...verdict, cookies: [forget] };
  if (answer === null) return { kind: "refused", fault: "down", cookies: [forget] };
  const cookies = cookieChangesOf(answer.headers).filter(({ name }) => name !== STATE_COOKIE);
  if (verdict === null || !cookies.some(({ name }) => name === SESSION_COOKIE)) {
    return { kind: "refused", fault: await faultOf(db, answer, provider), cookies: [forget] };
  }
  const { visitor, now } = asked;
  const device = await rememberSignIn(db, { userId: verdict.userId, visitor, now, provider: provider.name });
  const target = localPath(answer.headers.get("location"));
  return { kind: "signed_in", target, cookies: [...cookies, ...device, forget] };
}

/** Better-auth's answer, which is always the address of a page; null where the provider does not answer in time. */
async function exchange(
  db: Database,
  { query, visitor, now }: Asked,
  isWelcome: (proven: Proven) => Promise<boolean>,
): Promise<Response | null> {
  const call = async () => {
    const { api } = await providerAuth(db, { now, maxAgeMs: KNOWN_MS });
    const given = { params: { id: "oidc" }, query: Object.fromEntries(query), headers: headersOf(visitor) };
    return whenProven.run(isWelcome, () => api.callbackOAuth({ ...given, asResponse: true }));
  };
  const waiting = new AbortController();
  try {
    return await Promise.race([call(), later(FINISH_MS, null, { signal: waiting.signal })]);
  } catch (error) {
    const isOurs = error instanceof HubError && (error.code === "unavailable" || error.code === "forbidden");
    if (isOurs) return null;
    throw error;
  } finally {
    waiting.abort();
  }
}

/** Whom the hub takes the proven one for. What they began, to sign in or to connect, is in better-auth's state. */
async function judge(db: Database, asked: Asked & Proven & { provider: ProviderConfig }): Promise<Verdict> {
  const { accountId, claims, visitor, now, provider } = asked;
  const address = visitor.address === "unknown" ? null : visitor.address;
  const state = await getOAuthState();
  if (state?.connect !== undefined) {
    const person = await sessionOf(db, new Headers({ cookie: visitor.cookies }), now);
    // They signed out meanwhile, or somebody else signed in.
    if (person === null || person.id !== state.connect) return { kind: "refused", fault: "state" };
    const isConnected = await connectIdentity(db, { person, accountId, provider, address, now });
    return isConnected ? { kind: "connected" } : { kind: "refused", fault: "connected" };
  }
  const identity = readIdentity(claims, provider.identityRules);
  const admitted =
    "refusal" in identity
      ? identity
      : await admitIdentity(db, { accountId, identity, provider, address, now });
  if ("userId" in admitted) return { kind: "admitted", userId: admitted.userId };
  const fault = admitted.refusal;
  await recordRefusal(db, { accountId, username: identity.username, fault, provider, address, now });
  return { kind: "refused", fault };
}

/** What better-auth found wrong, by the page that it would send the browser to. */
async function faultOf(db: Database, answer: Response, provider: ProviderConfig): Promise<ProviderFault> {
  const page = new URL(answer.headers.get("location") ?? "", "http://localhost");
  const error = page.searchParams.get("error") ?? "none";
  log().warn({ provider: provider.name, error }, "the provider's way led nowhere");
  if (error === "access_denied") return "denied";
  if (error.startsWith("state_")) return "state";
  // A provider that went away meanwhile is to better-auth one that does not know the code.
  return (await isUp(db)) ? "failed" : "down";
}

function isUp(db: Database): Promise<boolean> {
  return providerAuth(db, { now: 0, maxAgeMs: 0 }).then(
    () => true,
    () => false,
  );
}
