import type { Route } from "next";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "@/db/client";
import { localPath } from "@/domain/people/local-path";
import { mayAct, type Role } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { type SignedIn, sessionOf } from "@/hub/people/session-of";

/** Who is signed in, or null; read once a request, however many parts of a page ask. */
export const signedIn = cache(
  async (): Promise<SignedIn | null> => sessionOf(database(), await headers(), now()),
);

/** Asked by every page before it reads anything. Sends whoever is not signed in to do so, and back here afterwards. */
export function requireViewer(): Promise<SignedIn> {
  return requireRole("viewer");
}

/** Asked by every action that changes what the hub watches, before it reads its form. */
export function requireOperator(): Promise<SignedIn> {
  return requireRole("operator");
}

/** Asked by what decides about people, keys, channels, retention and backups. */
export function requireAdmin(): Promise<SignedIn> {
  return requireRole("admin");
}

/** Who is signed in, also while their password is one that somebody else chose: for signing out and for choosing another. */
export async function requireAnybody(): Promise<SignedIn> {
  const person = await signedIn();
  if (person !== null) return person;
  const path = localPath((await headers()).get("x-request-path"));
  redirect((path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`) as Route);
}

async function requireRole(role: Role): Promise<SignedIn> {
  const person = await requireAnybody();
  if (person.mustChangePassword) redirect("/account/password");
  if (!mayAct(person.role, role)) forbidden();
  return person;
}
