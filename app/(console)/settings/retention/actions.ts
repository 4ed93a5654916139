"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireAdmin } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { requestPrune } from "@/hub/retention/request-prune";
import { updateRetention } from "@/hub/retention/update-retention";
import { retentionInputOf } from "./retention-input";

const PAGE = "/settings/retention";

/** Keeps how long each tier is kept. What cannot be is told by the page that asked, which has the same days in its address. */
export async function saveRetention(form: FormData): Promise<void> {
  const by = await requireAdmin();
  const read = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : null;
  };
  const input = retentionInputOf(read);
  if (input === null) redirect(PAGE as Route);
  try {
    if (Object.keys(input.errors).length > 0) throw new HubError("invalid", "These days cannot be kept");
    await updateRetention(database(), input.update, by);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "invalid") throw error;
    const typed = Object.entries(input.typed).map(([tier, days]): [string, string] => [`days-${tier}`, days]);
    redirect(`${PAGE}?${new URLSearchParams(typed)}` as Route);
  }
  revalidatePath(PAGE);
  redirect(`${PAGE}?saved=1` as Route);
}

/** Deletes what is too old now instead of within ten minutes. */
export async function runPruning(): Promise<void> {
  const by = await requireAdmin();
  await requestPrune(database(), by);
  revalidatePath(PAGE);
  redirect(`${PAGE}?requested=1` as Route);
}
