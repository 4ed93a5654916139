import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { byHub } from "../audit/record";
import { beginConnecting, beginProviderSignIn } from "./begin-provider-sign-in";
import { disconnectProvider } from "./disconnect-provider";
import { finishProviderSignIn } from "./finish-provider-sign-in";
import { signOut } from "./sign-out";
import { TestBrowser, testPassword, testPerson } from "./testing";
import { TestProvider } from "./testing-provider";

const hubUrl = "http://127.0.0.1:4711";
const provider = new TestProvider();
let db: Database;

// The environment is read once, at the first use, which comes after this.
beforeAll(async () => {
  provider.hubUrl = hubUrl;
  await provider.start();
  Object.assign(process.env, provider.environment, {
    HOMELAB_URL: hubUrl,
    HOMELAB_OIDC_CREATE_PEOPLE: "true",
    HOMELAB_OIDC_ADMIN_GROUPS: "admins",
    HOMELAB_OIDC_OPERATOR_GROUPS: "operators",
    HOMELAB_OIDC_DEFAULT_ROLE: "none",
  });
});
afterAll(() => provider.stop());
beforeEach(async () => {
  db = await temporaryDatabase();
  provider.tamper = (idToken) => idToken;
  provider.people.clear();
  provider.people.set("bob", { sub: "b-1", preferred_username: "Bob", groups: ["operators"] });
});

const begin = async (browser: TestBrowser, target = "/") => {
  const begun = await beginProviderSignIn(db, { target, visitor: browser.visitor, now: Date.now() });
  browser.keep(begun.cookies);
  return begun.url;
};

const finish = async (browser: TestBrowser, back: URL) => {
  const asked = { query: back.searchParams, visitor: browser.visitor, now: Date.now() };
  const outcome = await finishProviderSignIn(db, asked);
  browser.keep(outcome.cookies);
  return outcome;
};

const signIn = async (name: string | null, browser = new TestBrowser(), target = "/") =>
  finish(browser, await provider.visit(await begin(browser, target), name));

const connect = async (browser: TestBrowser, password = testPassword) => {
  const person = await browser.person(db);
  if (person === null) throw new Error("nobody is signed in");
  const begun = await beginConnecting(db, { person, password, visitor: browser.visitor, now: Date.now() });
  browser.keep(begun.cookies);
  return begun.url;
};

const people = () =>
  db.query<{ username: string; role: string }>("SELECT username, role FROM users ORDER BY username");
const actions = async (like: string) =>
  (
    await db.query<{ action: string }>(`SELECT action FROM audit_log WHERE action LIKE '${like}' ORDER BY id`)
  ).map(({ action }) => action);

describe("somebody whom the provider proves", () => {
  test("is made a person at the first sign-in, and is the same one at the second", async () => {
    const browser = new TestBrowser();
    expect(await signIn("bob", browser, "/alerts?error=1")).toMatchObject({
      kind: "signed_in",
      target: "/alerts?error=1",
    });
    expect(await browser.person(db)).toMatchObject({ username: "bob", role: "operator" });
    expect(await signIn("bob")).toMatchObject({ kind: "signed_in" });
    expect(await people()).toEqual([{ username: "bob", role: "operator" }]);
    expect(await actions("person.%")).toEqual(["person.create", "person.sign_in", "person.sign_in"]);
    const kept = await db.query("SELECT * FROM accounts");
    expect(kept).toMatchObject([{ provider_id: "oidc", access_token: null, id_token: null, password: null }]);
    expect(await db.query("SELECT 1 FROM users WHERE last_login IS NOT NULL")).toHaveLength(1);
    expect(await db.query("SELECT * FROM verifications")).toEqual([]);
  });

  test("has the role that their groups give, each time anew, but the last administrator stays one", async () => {
    await signIn("bob");
    provider.people.set("bob", { sub: "b-1", preferred_username: "Robert", groups: ["admins"] });
    await signIn("bob");
    expect(await people()).toEqual([{ username: "bob", role: "admin" }]);
    provider.people.set("bob", { sub: "b-1", groups: ["operators"] });
    expect(await signIn("bob")).toMatchObject({ kind: "signed_in" });
    expect(await people()).toEqual([{ username: "bob", role: "admin" }]);
    await testPerson(db, "ann");
    await signIn("bob");
    expect(await people()).toContainEqual({ username: "bob", role: "operator" });
    expect(await actions("person.change_role")).toHaveLength(2);
  });

  test.each([
    ["groups that may not", { groups: ["book-club"] }, "group"],
    ["no groups said", {}, "claim"],
    ["no name that can be one", { groups: ["admins"], preferred_username: "two words" }, "name"],
    ["the name of somebody who has a password", { groups: ["admins"], preferred_username: "ANN" }, "taken"],
  ])("is not let in with %s", async (_what, claims, fault) => {
    await testPerson(db, "ann");
    provider.people.set("eve", { sub: "e-1", preferred_username: "eve", ...claims });
    const browser = new TestBrowser();
    expect(await signIn("eve", browser)).toMatchObject({ kind: "refused", fault });
    expect(await signIn("eve", browser)).toMatchObject({ kind: "refused", fault });
    expect(await browser.person(db)).toBeNull();
    expect(await people()).toEqual([{ username: "ann", role: "admin" }]);
    expect(await db.query("SELECT * FROM sessions")).toEqual([]);
    expect(await actions("person.refuse_sign_in")).toHaveLength(1);
  });

  test("is let in no more when their groups are gone", async () => {
    await signIn("bob");
    provider.people.set("bob", { sub: "b-1", preferred_username: "bob", groups: [] });
    expect(await signIn("bob")).toMatchObject({ kind: "refused", fault: "group" });
    expect(await db.query("SELECT * FROM sessions")).toHaveLength(1);
  });
});

describe("a proof", () => {
  const nobody = async () => {
    expect(await people()).toEqual([]);
    expect(await db.query("SELECT * FROM sessions")).toEqual([]);
  };

  test("of which a letter was changed proves nothing", async () => {
    provider.people.set("eve", { sub: "e-1", preferred_username: "eve", groups: ["admins"] });
    provider.tamper = (idToken) => {
      const [head = "", body = "", signature = ""] = idToken.split(".");
      const claims = JSON.parse(Buffer.from(body, "base64url").toString());
      return `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: "b-1" })).toString("base64url")}.${signature}`;
    };
    expect(await signIn("eve")).toMatchObject({ kind: "refused", fault: "failed" });
    await nobody();
  });

  test("of another sign-in proves nothing, though the provider signed it", async () => {
    let stolen = "";
    provider.tamper = (idToken) => {
      stolen = idToken;
      return "";
    };
    expect(await signIn("bob")).toMatchObject({ kind: "refused", fault: "failed" });
    expect(stolen).not.toBe("");
    provider.people.set("eve", { sub: "e-1", preferred_username: "eve", groups: ["admins"] });
    provider.tamper = () => stolen;
    expect(await signIn("eve")).toMatchObject({ kind: "refused", fault: "failed" });
    await nobody();
  });

  test("that another browser began is not taken, nor one twice, nor one without a beginning", async () => {
    const [eve, bob] = [new TestBrowser("10.0.0.66"), new TestBrowser()];
    const back = await provider.visit(await begin(eve), "bob");
    expect(await finish(bob, back)).toMatchObject({ kind: "refused", fault: "state" });
    await begin(bob);
    expect(await finish(bob, back)).toMatchObject({ kind: "refused", fault: "state" });
    expect(await finish(new TestBrowser(), new URL(`${hubUrl}/?code=1`))).toMatchObject({ fault: "state" });
    await nobody();
    expect(await finish(eve, back)).toMatchObject({ kind: "signed_in" });
    expect(await finish(eve, back)).toMatchObject({ kind: "refused", fault: "state" });
  });

  test("that nobody gave is said so", async () => {
    expect(await signIn(null)).toMatchObject({ kind: "refused", fault: "denied" });
    await nobody();
  });
});

test("leads to no other site, whatever was asked for", async () => {
  const browser = new TestBrowser();
  const outcome = await signIn("bob", browser, "https://evil.example/");
  expect(outcome).toMatchObject({ kind: "signed_in", target: "/" });
});

describe("a provider that is not there", () => {
  test("is said at the beginning and at the end, and nobody who has a password waits for it", async () => {
    await testPerson(db, "ann");
    const browser = new TestBrowser();
    const back = await provider.visit(await begin(browser), "bob");
    provider.leave();
    try {
      expect(await finish(browser, back)).toMatchObject({ kind: "refused", fault: "down" });
      const later = { target: "/", visitor: browser.visitor, now: Date.now() + 60_000 };
      await expect(beginProviderSignIn(db, later)).rejects.toMatchObject({ code: "unavailable" });
      expect(await browser.signIn(db)).toBe("signed_in");
    } finally {
      await provider.start();
    }
  });

  test("but another that answers in its place is not taken for it", async () => {
    const issuer = "https://elsewhere.example";
    const said = {
      ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
      jwks_uri: `${issuer}/keys`,
    };
    let asked = 0;
    provider.leave((_request, response) => {
      asked++;
      response.end(JSON.stringify(said));
    });
    try {
      await expect(begin(new TestBrowser())).rejects.toMatchObject({ code: "unavailable" });
      expect(asked).toBe(1);
    } finally {
      await provider.start();
    }
  });
});

describe("somebody who has a password", () => {
  const signedIn = async (username: string) => {
    const browser = new TestBrowser();
    if ((await people()).every((each) => !Object.values(each).includes(username)))
      await testPerson(db, username);
    await browser.signIn(db, { username });
    return browser;
  };

  test("connects the provider by both, and then either lets them in", async () => {
    const ann = await signedIn("ann");
    await expect(connect(ann, "a guess of mine")).rejects.toThrow("not your password");
    expect(await finish(ann, await provider.visit(await connect(ann), "bob"))).toMatchObject({
      kind: "connected",
    });
    const browser = new TestBrowser();
    provider.people.set("bob", { sub: "b-1", groups: ["admins"] });
    expect(await signIn("bob", browser)).toMatchObject({ kind: "signed_in" });
    expect(await browser.person(db)).toMatchObject({ username: "ann" });
    expect(await new TestBrowser().signIn(db)).toBe("signed_in");

    const [person] = await db.query<{ id: string; username: string }>("SELECT id, username FROM users");
    if (person === undefined) throw new Error("ann is gone");
    await disconnectProvider(db, person, byHub(Date.now()));
    expect(await signIn("bob")).toMatchObject({ kind: "refused" });
    await expect(disconnectProvider(db, person, byHub(Date.now()))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await actions("person.%connect_provider")).toEqual([
      "person.connect_provider",
      "person.disconnect_provider",
    ]);
  });

  test("does not connect what another has, nor a second one", async () => {
    await signIn("bob");
    const ann = await signedIn("ann");
    expect(await finish(ann, await provider.visit(await connect(ann), "bob"))).toMatchObject({
      fault: "connected",
    });
    provider.people.set("eve", { sub: "e-1" });
    provider.people.set("mallory", { sub: "m-1" });
    expect(await finish(ann, await provider.visit(await connect(ann), "eve"))).toMatchObject({
      kind: "connected",
    });
    expect(await finish(ann, await provider.visit(await connect(ann), "mallory"))).toMatchObject({
      fault: "connected",
    });
  });

  test("connects nothing where they have signed out meanwhile", async () => {
    const ann = await signedIn("ann");
    const back = await provider.visit(await connect(ann), "bob");
    const person = await ann.person(db);
    if (person === null) throw new Error("ann is not signed in");
    const ended = { userId: person.id, sessionId: person.sessionId, which: "this" } as const;
    ann.keep(await signOut(db, ended, byHub(Date.now())));
    expect(ann.cookies).toContain("oauth_state");
    expect(await finish(ann, back)).toMatchObject({ kind: "refused", fault: "state" });
    expect(await connections()).toEqual([]);
  });

  test("connects nothing where somebody else has signed in meanwhile", async () => {
    const browser = await signedIn("ann");
    const back = await provider.visit(await connect(browser), "bob");
    await testPerson(db, "eve");
    await browser.signIn(db, { username: "eve" });
    expect(await finish(browser, back)).toMatchObject({ kind: "refused", fault: "state" });
    expect(await connections()).toEqual([]);
  });
});

const connections = () => db.query("SELECT * FROM accounts WHERE provider_id = 'oidc'");
