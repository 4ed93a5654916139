import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { signedIn } from "@/app/require-person";
import { keepCookies, visitor } from "@/app/visitor";
import { database } from "@/db/client";
import { isAdministered } from "@/db/queries/people";
import { HubError } from "@/domain/hub-error";
import { localPath } from "@/domain/people/local-path";
import { now } from "@/hub/clock";
import { beginProviderSignIn } from "@/hub/people/begin-provider-sign-in";

/**
 * Leads to the provider. A link and no form, because a browser does not follow a form from here to another site
 * (`form-action 'self'`), and whoever is made to follow it signs in as themselves.
 */
export async function GET(request: NextRequest): Promise<never> {
  const target = localPath(request.nextUrl.searchParams.get("next"));
  if ((await signedIn()) !== null) redirect(target as Route);
  if (!(await isAdministered(database()))) redirect("/setup");
  const url = await begin(target);
  redirect((url ?? `/login?said=down&next=${encodeURIComponent(target)}`) as Route);
}

/** Null where the provider does not answer. */
async function begin(target: string): Promise<string | null> {
  try {
    const asked = { target, visitor: await visitor(), now: now() };
    const { url, cookies } = await beginProviderSignIn(database(), asked);
    await keepCookies(cookies);
    return url;
  } catch (error) {
    if (error instanceof HubError && error.code === "not_found") notFound();
    if (error instanceof HubError && error.code === "unavailable") return null;
    throw error;
  }
}
