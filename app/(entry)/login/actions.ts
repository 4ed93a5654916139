"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { keepCookies, visitor } from "@/app/visitor";
import type { EntryOutcome } from "@/components/entry/entry-outcome";
import { database } from "@/db/client";
import { localPath } from "@/domain/people/local-path";
import { now } from "@/hub/clock";
import { signIn } from "@/hub/people/sign-in";
import { verifyCode } from "@/hub/people/verify-code";

/** Name and password. Goes on to where the visitor was going, or first to the code. */
export async function signInByPassword(_before: EntryOutcome, form: FormData): Promise<EntryOutcome> {
  const username = textOf(form, "username").trim();
  const outcome = await signIn(database(), {
    ...{ username, password: textOf(form, "password") },
    ...{ visitor: await visitor(), now: now() },
  });
  if (outcome.kind === "wrong") return { fault: "The name or the password is not right.", username };
  if (outcome.kind === "too_many") return { fault: waitFor(outcome.retryAfterSeconds), username };
  await keepCookies(outcome.cookies);
  const target = localPath(textOf(form, "next"));
  redirect(
    (outcome.kind === "signed_in" ? target : `/login/code?next=${encodeURIComponent(target)}`) as Route,
  );
}

/** The second factor. */
export async function signInByCode(_before: EntryOutcome, form: FormData): Promise<EntryOutcome> {
  const outcome = await verifyCode(database(), {
    ...{ code: textOf(form, "code"), visitor: await visitor(), now: now() },
  });
  if (outcome.kind === "wrong") return { fault: "That code is not right. A new one comes every 30 seconds." };
  if (outcome.kind === "too_many") return { fault: waitFor(outcome.retryAfterSeconds) };
  const target = localPath(textOf(form, "next"));
  if (outcome.kind === "expired") redirect(`/login?said=code&next=${encodeURIComponent(target)}` as Route);
  await keepCookies(outcome.cookies);
  redirect(target as Route);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function waitFor(seconds: number): string {
  const time = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `Too many attempts. Try again in ${time}.`;
}
