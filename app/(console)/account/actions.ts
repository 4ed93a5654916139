"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireViewer } from "@/app/require-person";
import { keepCookies } from "@/app/visitor";
import { database } from "@/db/client";
import { signOut } from "@/hub/people/sign-out";

/** Ends one session of one's own, of a browser that was lost or lent. */
export async function endSession(form: FormData): Promise<void> {
  const { id: userId } = await requireViewer();
  await signOut(database(), { userId, sessionId: String(form.get("id")), which: "this" });
  revalidatePath("/account");
}

export async function endOtherSessions(): Promise<void> {
  const { id: userId, sessionId } = await requireViewer();
  await signOut(database(), { userId, sessionId, which: "others" });
  revalidatePath("/account");
}

export async function signOutEverywhere(): Promise<void> {
  const { id: userId, sessionId } = await requireViewer();
  await keepCookies(await signOut(database(), { userId, sessionId, which: "all" }));
  redirect("/login");
}
