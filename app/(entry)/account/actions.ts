"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { byPerson } from "@/app/by-of";
import { requireAnybody } from "@/app/require-person";
import { keepCookies, visitor } from "@/app/visitor";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { isOwnName, OWN_NAME_FAULT, passwordSchema } from "@/domain/people/password";
import { now } from "@/hub/clock";
import { changePassword } from "@/hub/people/change-password";
import { signOut } from "@/hub/people/sign-out";

/** Ends this browser's session. */
export async function signOutHere(): Promise<void> {
  const person = await requireAnybody();
  const ended = { userId: person.id, sessionId: person.sessionId, which: "this" } as const;
  await keepCookies(await signOut(database(), ended, await byPerson(person)));
  redirect("/login");
}

/** A new password, in place of the own one. Every other session ends. */
export async function chooseNewPassword(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const person = await requireAnybody();
  const [current, chosen, repeated] = ["current", "password", "repeated"].map((name) =>
    String(form.get(name) ?? ""),
  );
  const result = passwordSchema.safeParse(chosen);
  if (!result.success) return refusal({ password: result.error.issues[0]?.message ?? "cannot be used" });
  if (isOwnName(result.data, person.username)) return refusal({ password: OWN_NAME_FAULT });
  if (chosen !== repeated) return refusal({ repeated: "is not the same" });
  try {
    const given = {
      person,
      current: current ?? "",
      chosen: result.data,
      visitor: await visitor(),
      now: now(),
    };
    await keepCookies(await changePassword(database(), given));
  } catch (error) {
    if (!(error instanceof HubError) || error.code === "internal") throw error;
    return refusal({ current: error.message });
  }
  redirect(person.mustChangePassword ? "/" : ("/account?done=password" as Route));
}

/** Passwords are never put back into a form. */
function refusal(errors: Record<string, string>): FormOutcome {
  return { isSaved: false, fault: null, errors, typed: null };
}
