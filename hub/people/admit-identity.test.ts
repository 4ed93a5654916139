import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import type { Role } from "../../domain/people/person";
import { byHub } from "../audit/record";
import { admitIdentity, connectIdentity } from "./admit-identity";
import { resetPerson } from "./reset-person";
import { testPerson } from "./testing";

const provider = {
  ...{ issuer: "https://auth.example", clientId: "homelab", clientSecret: undefined },
  ...{ name: "Authelia", scopes: ["openid"], createsPeople: true },
  identityRules: {
    ...{ usernameClaim: "preferred_username", groupsClaim: "groups", defaultRole: "viewer" as const },
    groups: { admin: [], operator: [], viewer: [] },
  },
};

await describeEachDatabase("somebody whom a provider has proven", (kind) => {
  let db: Database;
  beforeEach(async () => {
    db = await openTestDatabase(kind);
  });
  const admit = (
    username: string | null,
    given: { role?: Role; sub?: string; createsPeople?: boolean } = {},
  ) =>
    admitIdentity(db, {
      accountId: `https://auth.example ${given.sub ?? username}`,
      identity: { username, role: given.role ?? null },
      provider: { ...provider, createsPeople: given.createsPeople ?? true },
      ...{ address: "10.0.0.9", now: Date.now() },
    });
  const people = () => db.query("SELECT username, role FROM users ORDER BY username");

  test("is nobody here where people are not made", async () => {
    expect(await admit("bob", { createsPeople: false })).toEqual({ refusal: "unknown" });
    expect(await people()).toEqual([]);
  });

  test("is made with the role by default where the provider says none, which an administrator may change", async () => {
    await testPerson(db, "ann");
    await admit("bob");
    expect(await people()).toContainEqual({ username: "bob", role: "viewer" });
    await db.write([{ sql: "UPDATE users SET role = 'operator' WHERE username = 'bob'", args: [] }]);
    await admit("bob");
    expect(await people()).toContainEqual({ username: "bob", role: "operator" });
  });

  test("who comes twice at once is made once", async () => {
    const [first, second] = await Promise.all([admit("bob"), admit("bob")]);
    expect(first).toEqual(second);
    expect(await people()).toEqual([{ username: "bob", role: "viewer" }]);
    expect(await db.query("SELECT action FROM audit_log")).toEqual([{ action: "person.create" }]);
  });

  test("is not who has their name, nor who has their number at another provider", async () => {
    expect(await admit("bob", { sub: "1", role: "admin" })).toHaveProperty("userId");
    expect(await admit("bob", { sub: "2", role: "admin" })).toEqual({ refusal: "taken" });
    const elsewhere = { accountId: "https://other.example 1", identity: { username: "bob", role: null } };
    const asked = { ...elsewhere, provider, address: null, now: Date.now() };
    expect(await admitIdentity(db, asked)).toEqual({ refusal: "taken" });
  });

  test("is let in no more after a reset, so that whoever connected themselves to the account is out too", async () => {
    const person = { id: (await testPerson(db, "ann")).id, username: "ann" };
    const accountId = "https://auth.example thief";
    const asked = { person, accountId, provider, address: null, now: Date.now() };
    expect(await connectIdentity(db, asked)).toBe(true);
    expect(await admit("thief")).toEqual({ userId: person.id });
    await resetPerson(db, "ann", byHub(Date.now()));
    expect(await admit("ann", { sub: "thief" })).toEqual({ refusal: "taken" });
  });
});
