import { z } from "zod";

/** What somebody may do, each including the ones after it. */
export const roles = ["admin", "operator", "viewer"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.output<typeof roleSchema>;

/** Somebody who is signed in. */
export type Person = { id: string; username: string; role: Role };

/** True where `role` includes what `needed` allows. */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}
