import { describe, expect, it } from "vitest";
import { type Claims, type IdentityRules, readIdentity } from "./provider-identity";

const rules: IdentityRules = {
  usernameClaim: "preferred_username",
  groupsClaim: "groups",
  groups: { admin: ["homelab-admins", "root"], operator: ["homelab-operators"], viewer: ["family"] },
  defaultRole: "viewer",
};
const strict = { ...rules, defaultRole: null };
const silent = { ...rules, groups: { admin: [], operator: [], viewer: [] } };
const named = (rest: Claims) => ({ sub: "1", preferred_username: "Ann", ...rest });

describe("a role by groups", () => {
  const cases: [string, Claims, IdentityRules, object][] = [
    ["one group", { groups: ["homelab-operators"] }, rules, { role: "operator" }],
    ["several groups: the one that allows most", { groups: ["family", "root"] }, rules, { role: "admin" }],
    ["a single group as text", { groups: "homelab-admins" }, rules, { role: "admin" }],
    ["a group that is written as a path", { groups: ["/homelab-admins"] }, rules, { role: "admin" }],
    ["no group of ours: the default", { groups: ["book-club"] }, rules, { role: "viewer" }],
    ["no group of ours and no default", { groups: ["book-club"] }, strict, { refusal: "group" }],
    ["in no group at all and no default", { groups: [] }, strict, { refusal: "group" }],
    ["the claim is missing, though there is a default", {}, rules, { refusal: "claim" }],
    ["the claim is null", { groups: null }, rules, { refusal: "claim" }],
    [
      "a group that begins like one of ours",
      { groups: ["homelab-admins-not"] },
      strict,
      { refusal: "group" },
    ],
    ["a group in other letters", { groups: ["Homelab-Admins"] }, strict, { refusal: "group" }],
    ["groups that are no text", { groups: [{ name: "root" }, 7, null] }, strict, { refusal: "group" }],
    ["no mapping: the provider does not decide", { groups: ["root"] }, silent, { role: null }],
    ["no mapping and no claim", {}, silent, { role: null }],
    [
      "a claim within a claim",
      { realm_access: { roles: ["root"] } },
      { ...rules, groupsClaim: "realm_access.roles" },
      { role: "admin" },
    ],
    [
      "a claim whose name has dots",
      { "https://id.example/groups": ["family"] },
      { ...rules, groupsClaim: "https://id.example/groups" },
      { role: "viewer" },
    ],
    ["a claim that every object has", {}, { ...rules, groupsClaim: "constructor" }, { refusal: "claim" }],
  ];
  it.each(cases)("%s", (_what, claims, given, expected) => {
    expect(readIdentity(named(claims), given)).toMatchObject({ username: "ann", ...expected });
  });
});

describe("a username", () => {
  it.each([
    ["Ann", "ann"],
    ["ann@example.org", "ann@example.org"],
    ["Ann Onymous", null],
    ["", null],
    [7, null],
    [undefined, null],
  ])("%s is %s", (preferred_username, username) => {
    expect(readIdentity({ preferred_username }, silent)).toEqual({ username, role: null });
  });
});
