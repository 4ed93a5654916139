import { type Role, roles } from "./person";
import { isUsername } from "./username";

/** What an OpenID provider says of somebody: an ID token and the user info, read as one. */
export type Claims = Record<string, unknown>;

/** How the hub reads them. A claim is named as it is called, or by a path through objects: `realm_access.roles`. */
export type IdentityRules = {
  usernameClaim: string;
  groupsClaim: string;
  /** Which groups make somebody what. None at all: the provider says nothing of roles. */
  groups: Record<Role, string[]>;
  /** What somebody is whom no group makes anything; null: they are not let in. */
  defaultRole: Role | null;
};

export type Identity = {
  /** Lower case; null where the provider says none, or one that is no username here. */
  username: string | null;
  /** Null where the provider does not decide. */
  role: Role | null;
};

/** Why the claims let nobody in: the groups are not among them, or are none of those that may. */
export type IdentityRefusal = "claim" | "group";

export function readIdentity(
  claims: Claims,
  rules: IdentityRules,
): Identity | { refusal: IdentityRefusal; username: string | null } {
  const username = readUsername(claims, rules.usernameClaim);
  if (!decidesRoles(rules)) return { username, role: null };
  const given = claimAt(claims, rules.groupsClaim);
  // Nothing said is not "in no group": a mapper that was forgotten would else take everybody's role away.
  if (given === undefined || given === null) return { refusal: "claim", username };
  const groups = new Set([given].flat().map((group) => withoutSlash(String(group))));
  const role = roles.find((each) => rules.groups[each].some((group) => groups.has(withoutSlash(group))));
  const decided = role ?? rules.defaultRole;
  return decided === null ? { refusal: "group", username } : { username, role: decided };
}

export function decidesRoles({ groups }: Pick<IdentityRules, "groups">): boolean {
  return roles.some((role) => groups[role].length > 0);
}

function readUsername(claims: Claims, path: string): string | null {
  const given = claimAt(claims, path);
  return typeof given === "string" && isUsername(given) ? given.toLowerCase() : null;
}

function claimAt(claims: Claims, path: string): unknown {
  // A name with dots in it, such as an address, is a name first.
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split(".").reduce<unknown>((value, key) => {
    const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isObject ? (value as Claims)[key] : undefined;
  }, claims);
}

/** Keycloak says `/admins` of the group that others call `admins`. */
function withoutSlash(group: string): string {
  return group.replace(/^\//, "");
}
