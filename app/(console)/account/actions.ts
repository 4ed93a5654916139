"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { byPerson } from "@/app/by-of";
import { requireViewer } from "@/app/require-person";
import { keepCookies } from "@/app/visitor";
import { database } from "@/db/client";
import { signOut } from "@/hub/people/sign-out";

/** Ends one session of one's own, of a browser that was lost or lent. */
export async function endSession(form: FormData): Promise<void> {
  const person = await requireViewer();
  const ended = { userId: person.id, sessionId: String(form.get("id")), which: "this" } as const;
  await signOut(database(), ended, await byPerson(person));
  revalidatePath("/account");
}

export async function endOtherSessions(): Promise<void> {
  const person = await requireViewer();
  const ended = { userId: person.id, sessionId: person.sessionId, which: "others" } as const;
  await signOut(database(), ended, await byPerson(person));
  revalidatePath("/account");
}

export async function signOutEverywhere(): Promise<void> {
  const person = await requireViewer();
  const ended = { userId: person.id, sessionId: person.sessionId, which: "all" } as const;
  await keepCookies(await signOut(database(), ended, await byPerson(person)));
  redirect("/login");
}
