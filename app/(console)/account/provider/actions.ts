"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { byPerson } from "@/app/by-of";
import { requireViewer } from "@/app/require-person";
import { keepCookies, visitor } from "@/app/visitor";
import type { ConnectOutcome } from "@/components/account/connect-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { now } from "@/hub/clock";
import { beginConnecting } from "@/hub/people/begin-provider-sign-in";
import { disconnectProvider } from "@/hub/people/disconnect-provider";

/** The password was right: the way to the provider, as a link, because no form of the hub leads to another site. */
export async function connect(_before: ConnectOutcome, form: FormData): Promise<ConnectOutcome> {
  const asked = { person: await requireViewer(), visitor: await visitor(), now: now() };
  try {
    const password = String(form.get("password") ?? "");
    const { url, cookies } = await beginConnecting(database(), { ...asked, password });
    await keepCookies(cookies);
    return { url, errors: {} };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.code === "unavailable") redirect("/account?said=down" as Route);
    return { url: null, errors: { password: `${error.message}.` } };
  }
}

export async function disconnect(): Promise<void> {
  const person = await requireViewer();
  await disconnectProvider(database(), person, await byPerson(person));
  redirect("/account?done=disconnected" as Route);
}
