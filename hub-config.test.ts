import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { environmentKeys, parseHubConfig } from "./hub-config";

const databaseUrlOf = (url: string) => parseHubConfig({ DATABASE_URL: url }).databaseUrl;

test("with nothing set the hub listens on every address, with a file below the directory it was started in", () => {
  expect(parseHubConfig({})).toEqual({
    port: 3000,
    host: "::",
    databaseUrl: `file:${path.join(process.cwd(), "data/homelab.db")}`,
    databaseAuthToken: undefined,
    publicUrl: undefined,
    apiKey: undefined,
    enrolmentKey: undefined,
    trustedProxies: [],
    firstAdmin: undefined,
    authSecret: undefined,
    isMetricsPublic: false,
    logLevel: "info",
    clockOffsetFile: undefined,
    unknownKeys: [],
  });
});

test("every variable that is documented is read", () => {
  const everything = {
    PORT: "8080",
    HOST: "0.0.0.0",
    DATABASE_URL: "libsql://db.example",
    DATABASE_AUTH_TOKEN: "token",
    HOMELAB_URL: "https://hub.example/",
    HOMELAB_API_KEY: "k".repeat(16),
    HOMELAB_ENROLMENT_KEY: "e".repeat(16),
    HOMELAB_TRUSTED_PROXIES: "127.0.0.1, ::1 10.0.0.0/8",
    HOMELAB_ADMIN_USERNAME: "Ann",
    HOMELAB_ADMIN_PASSWORD: "correct horse battery",
    HOMELAB_AUTH_SECRET: "s".repeat(32),
    HOMELAB_OIDC_ISSUER: "https://auth.example/application/o/homelab/",
    HOMELAB_OIDC_CLIENT_ID: "homelab",
    HOMELAB_OIDC_CLIENT_SECRET: "secret",
    HOMELAB_OIDC_NAME: "Authentik",
    HOMELAB_OIDC_SCOPES: "profile groups",
    HOMELAB_OIDC_USERNAME_CLAIM: "nickname",
    HOMELAB_OIDC_GROUPS_CLAIM: "realm_access.roles",
    HOMELAB_OIDC_ADMIN_GROUPS: "Homelab admins, root",
    HOMELAB_OIDC_OPERATOR_GROUPS: "operators",
    HOMELAB_OIDC_VIEWER_GROUPS: "family",
    HOMELAB_OIDC_DEFAULT_ROLE: "none",
    HOMELAB_OIDC_CREATE_PEOPLE: "true",
    HOMELAB_BACKUP_DIRECTORY: "/mnt/usb",
    HOMELAB_METRICS_PUBLIC: "true",
    HOMELAB_LOG_LEVEL: "debug",
    HOMELAB_CLOCK_OFFSET_FILE: "/tmp/offset",
  };
  expect(Object.keys(everything).sort()).toEqual([...environmentKeys].sort());
  expect(parseHubConfig(everything)).toEqual({
    port: 8080,
    host: "0.0.0.0",
    databaseUrl: "libsql://db.example",
    databaseAuthToken: "token",
    publicUrl: "https://hub.example",
    apiKey: "k".repeat(16),
    enrolmentKey: "e".repeat(16),
    trustedProxies: ["127.0.0.1", "::1", "10.0.0.0/8"],
    firstAdmin: { username: "ann", password: "correct horse battery" },
    authSecret: "s".repeat(32),
    provider: {
      issuer: "https://auth.example/application/o/homelab/",
      clientId: "homelab",
      clientSecret: "secret",
      name: "Authentik",
      scopes: ["openid", "profile", "groups"],
      identityRules: {
        usernameClaim: "nickname",
        groupsClaim: "realm_access.roles",
        groups: { admin: ["Homelab admins", "root"], operator: ["operators"], viewer: ["family"] },
        defaultRole: null,
      },
      createsPeople: true,
    },
    backupDirectory: "/mnt/usb",
    isMetricsPublic: true,
    logLevel: "debug",
    clockOffsetFile: "/tmp/offset",
    unknownKeys: [],
  });
});

test("a variable that is set to nothing is not set", () => {
  const empty = Object.fromEntries(environmentKeys.map((key) => [key, ""]));
  expect(parseHubConfig(empty)).toEqual(parseHubConfig({}));
});

describe("a value that makes no sense is refused by the name of its variable", () => {
  test.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", "http"],
    ["DATABASE_URL", "/data/homelab.db"],
    ["DATABASE_URL", "postgres://db"],
    ["HOMELAB_URL", "hub.example"],
    ["HOMELAB_URL", "ftp://hub.example"],
    ["HOMELAB_API_KEY", "k".repeat(15)],
    ["HOMELAB_ENROLMENT_KEY", "short"],
    ["HOMELAB_TRUSTED_PROXIES", "proxy.lan"],
    ["HOMELAB_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["HOMELAB_TRUSTED_PROXIES", "10.0.0.0/8/8"],
    ["HOMELAB_LOG_LEVEL", "loud"],
  ])("%s=%s", (key, value) => {
    expect(() => parseHubConfig({ [key]: value })).toThrow(`The environment is not usable:\n  ${key}: `);
  });

  test("several are named at once, and no secret is repeated", () => {
    const parse = () => parseHubConfig({ PORT: "x", HOMELAB_API_KEY: "tooshort", HOMELAB_LOG_LEVEL: "loud" });
    expect(parse).toThrow(/PORT: .*\n.*HOMELAB_API_KEY: .*\n.*HOMELAB_LOG_LEVEL: /);
    expect(parse).not.toThrow(/tooshort/);
  });
});

test("HOMELAB_ keys that mean nothing are named, other programs' keys are not", () => {
  const { unknownKeys } = parseHubConfig({
    HOMELAB_API_KEI: "x",
    HOMELAB_OLD: "",
    HOME: "/root",
    HOMELABEL: "x",
  });
  expect(unknownKeys).toEqual(["HOMELAB_API_KEI"]);
});

describe("the address of the database", () => {
  const below = (file: string) => `file:${path.join(process.cwd(), file)}`;
  test.each([
    ["file:./data/homelab.db", below("data/homelab.db")],
    ["file:homelab.db", below("homelab.db")],
    ["file:../homelab.db", `file:${path.resolve("../homelab.db")}`],
    ["file:data/homelab.db?tls=0", `${below("data/homelab.db")}?tls=0`],
    ["file:/app/data/homelab.db", "file:/app/data/homelab.db"],
    ["file:///app/data/homelab.db", "file:///app/data/homelab.db"],
    ["libsql://db.example", "libsql://db.example"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ])("%s becomes %s", (given, absolute) => {
    expect(databaseUrlOf(given)).toBe(absolute);
  });
});

const example = path.join(import.meta.dirname, ".env.example");
test.skipIf(!existsSync(example))(".env.example lists every variable and no other", () => {
  const listed = [...readFileSync(example, "utf8").matchAll(/^#?\s*([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, key]) => key,
  );
  expect([...new Set(listed)].sort()).toEqual([...environmentKeys].sort());
});

test("a first administrator has a name and a password, or is not in the environment at all", () => {
  expect(() => parseHubConfig({ HOMELAB_ADMIN_USERNAME: "ann" })).toThrow(/one is set and the other is not/);
  const named = { HOMELAB_ADMIN_USERNAME: "administrator", HOMELAB_ADMIN_PASSWORD: "Administrator" };
  expect(() => parseHubConfig(named)).toThrow(/HOMELAB_ADMIN_PASSWORD: is the name/);
  expect(() => parseHubConfig({ HOMELAB_ADMIN_USERNAME: "ann", HOMELAB_ADMIN_PASSWORD: "short" })).toThrow(
    /HOMELAB_ADMIN_PASSWORD: A password has at least 10/,
  );
});

describe("an OpenID provider", () => {
  const least = {
    HOMELAB_URL: "https://hub.example",
    HOMELAB_OIDC_ISSUER: "https://auth.example",
    HOMELAB_OIDC_CLIENT_ID: "homelab",
  };

  test("is known by its machine, creates nobody and decides no roles where nothing else is said", () => {
    expect(parseHubConfig(least).provider).toEqual({
      issuer: "https://auth.example",
      clientId: "homelab",
      clientSecret: undefined,
      name: "auth.example",
      scopes: ["openid", "profile"],
      identityRules: {
        usernameClaim: "preferred_username",
        groupsClaim: "groups",
        groups: { admin: [], operator: [], viewer: [] },
        defaultRole: "viewer",
      },
      createsPeople: false,
    });
  });

  test.each([
    ["without the name of the hub there", { HOMELAB_OIDC_CLIENT_ID: "" }, "one is set and the other is not"],
    ["without the hub's own address", { HOMELAB_URL: "" }, "HOMELAB_URL: not set"],
    ["that would let nobody in", { HOMELAB_OIDC_DEFAULT_ROLE: "none" }, "nobody would be let in"],
  ])("%s is refused", (_how, change, message) => {
    expect(() => parseHubConfig({ ...least, ...change })).toThrow(message);
  });
});
