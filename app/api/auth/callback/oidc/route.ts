import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { signedIn } from "@/app/require-person";
import { keepCookies, visitor } from "@/app/visitor";
import { database } from "@/db/client";
import { now } from "@/hub/clock";
import { finishProviderSignIn } from "@/hub/people/finish-provider-sign-in";
import { hubConfig } from "@/hub-config";

/** Where the provider sends people back, by the address that it was told of the hub. Leads on to a page in any case. */
export async function GET(request: NextRequest): Promise<never> {
  if (hubConfig().provider === undefined) notFound();
  const asked = { query: request.nextUrl.searchParams, visitor: await visitor(), now: now() };
  const outcome = await finishProviderSignIn(database(), asked);
  await keepCookies(outcome.cookies);
  if (outcome.kind === "signed_in") redirect(outcome.target as Route);
  if (outcome.kind === "connected") redirect("/account?done=connected" as Route);
  // Whoever is signed in does not see the page for signing in.
  const page = (await signedIn()) === null ? "/login" : "/account";
  redirect(`${page}?said=${outcome.fault}` as Route);
}
