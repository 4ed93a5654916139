import { generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Adapter, type AdapterPayload, type Configuration } from "oidc-provider";

/** Somebody whom the provider knows: `sub` is for ever, the rest may change. */
export type ProviderPerson = { sub: string; preferred_username?: string; groups?: string[] };

const testClient = { id: "homelab", secret: "a secret of the hub and its provider" };

/**
 * A real OpenID provider on loopback, for tests: with a page that asks for a name and nothing else, and like Authelia the
 * groups only in its user info, unless `claimsInIdToken`.
 */
export class TestProvider {
  readonly people = new Map<string, ProviderPerson>();
  /** What becomes of an ID token on its way to the hub. */
  tamper: (idToken: string) => string = (idToken) => idToken;
  /** The hub to which people may be sent back. */
  hubUrl = "";
  private server: Server | undefined;
  private port = 0;
  /** Who answers at its address; nobody where it is away. */
  private answers: RequestListener | undefined;

  constructor(private readonly options: { claimsInIdToken?: boolean } = {}) {}

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the hub is told of it. */
  get environment(): Record<string, string> {
    return {
      HOMELAB_OIDC_ISSUER: this.issuer,
      HOMELAB_OIDC_CLIENT_ID: testClient.id,
      HOMELAB_OIDC_CLIENT_SECRET: testClient.secret,
      HOMELAB_OIDC_NAME: "Authelia",
      HOMELAB_OIDC_SCOPES: "openid profile groups",
    };
  }

  /** Again after it was away: with other keys. */
  async start(): Promise<void> {
    if (this.server === undefined) await this.listen();
    const provider = new Provider(this.issuer, this.configuration());
    provider.Client.prototype.redirectUriAllowed = (uri) => uri === `${this.hubUrl}/api/auth/callback/oidc`;
    provider.use(async (context, next) => {
      await next();
      const { id_token: idToken } = (context.body ?? {}) as { id_token?: string };
      if (idToken !== undefined)
        context.body = { ...(context.body as object), id_token: this.tamper(idToken) };
    });
    const answer = provider.callback();
    this.answers = (request, response) => {
      if (request.url?.startsWith("/interaction/")) void this.interact(provider, request, response);
      else void answer(request, response);
    };
  }

  /**
   * Hangs up on whoever calls, or lets somebody else answer in its place. Its port stays its own: while nobody listened there,
   * another program could get it.
   */
  leave(other?: RequestListener): void {
    this.answers = other;
    this.server?.closeAllConnections();
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private async listen(): Promise<void> {
    const server = createServer((request, response) => {
      if (this.answers === undefined) request.socket.destroy();
      else this.answers(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** A page with one field and a way out. */
  private async interact(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><html lang="en"><title>Authelia</title><link rel="icon" href="data:,"><main><form method="post">
        <label>Name <input name="name"></label> <button>Let me in</button> <button name="leave" value="yes">Cancel</button>
      </form></main></html>`);
      return;
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const result = form.has("leave")
      ? { error: "access_denied", error_description: "Somebody went back" }
      : { login: { accountId: this.people.get(form.get("name") ?? "")?.sub ?? "nobody" } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  /** What a browser does that is sent to the provider: says the name there, and is sent back, to the address that comes out. */
  async visit(url: string, name: string | null): Promise<URL> {
    const jar = new Map<string, string>();
    let form: URLSearchParams | undefined;
    for (let at = new URL(url), hops = 0; hops < 10; hops++) {
      const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join("; ");
      const init = {
        redirect: "manual",
        headers: { cookie },
        method: form ? "POST" : "GET",
        body: form,
      } as const;
      const answer = await fetch(at, init);
      for (const each of answer.headers.getSetCookie()) {
        const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
        jar.set(key, value);
      }
      const location = answer.headers.get("location");
      form = location === null ? new URLSearchParams(name === null ? { leave: "yes" } : { name }) : undefined;
      at = new URL(location ?? at, at);
      if (at.origin !== this.issuer) return at;
    }
    throw new Error("The provider leads nowhere");
  }

  private configuration(): Configuration {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
      adapter: memory(),
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig" }] },
      cookies: { keys: ["a key for the provider's cookies"] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      clients: [
        {
          client_id: testClient.id,
          client_secret: testClient.secret,
          redirect_uris: ["http://127.0.0.1/api/auth/callback/oidc"],
          token_endpoint_auth_method: "client_secret_basic",
        },
      ],
      ttl: {
        Interaction: 600,
        Grant: 600,
        Session: 600,
        AccessToken: 600,
        AuthorizationCode: 60,
        IdToken: 600,
      },
      pkce: { required: () => true },
      claims: { openid: ["sub"], profile: ["preferred_username"], groups: ["groups"] },
      conformIdTokenClaims: this.options.claimsInIdToken !== true,
      findAccount: (_context, sub) => {
        const person = [...this.people.values()].find(({ sub: each }) => each === sub);
        return person && { accountId: sub, claims: () => ({ ...person }) };
      },
      // Nobody is asked whether the hub may know who they are.
      loadExistingGrant: async ({ oidc }) => {
        const { client, session, provider } = oidc;
        const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
        grant.addOIDCScope("openid profile groups");
        await grant.save();
        return grant;
      },
    };
  }
}

/** What the provider remembers of one run; the library's own memory says on the console that it is one. */
function memory(): (kind: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  const first = (is: (each: AdapterPayload) => boolean) => [...all.values()].find(is);
  return (kind) => ({
    upsert: async (id, payload) => void all.set(kind + id, payload),
    find: async (id) => all.get(kind + id),
    findByUid: async (uid) => first((each) => each.uid === uid && each.kind === kind),
    findByUserCode: async (userCode) => first((each) => each.userCode === userCode),
    consume: async (id) => void Object.assign(all.get(kind + id) ?? {}, { consumed: Date.now() / 1000 }),
    destroy: async (id) => void all.delete(kind + id),
    revokeByGrantId: async (grantId) => {
      for (const [key, each] of all) if (each.grantId === grantId) all.delete(key);
    },
  });
}
