"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireOperator } from "@/app/(console)/require-operator";
import type { AlertFormOutcome } from "@/components/alerts/alert-form";
import { database } from "@/db/client";
import { acknowledgeAlerts } from "@/hub/alerts/acknowledge-alert";
import { resolveAlerts } from "@/hub/alerts/resolve-alert";
import { outcomeWords } from "../outcome-words";
import { selectedIds } from "../selected-ids";

const formSchema = z.object({
  deed: z.enum(["acknowledge", "resolve"]).catch("acknowledge"),
  note: z.string().trim().max(2000),
});

/** Acknowledges or resolves what is selected in the form; a row's own button is about that row alone. */
export async function changeAlerts(_before: AlertFormOutcome, form: FormData): Promise<AlertFormOutcome> {
  const by = await requireOperator();
  const note = String(form.get("note") ?? "");
  const ids = selectedIds(form);
  const isOfOne = form.get("acknowledge") !== null;
  const parsed = formSchema.safeParse({ deed: isOfOne ? "acknowledge" : form.get("deed"), note });
  if (ids === null || !parsed.success) {
    return { text: "That could not be read. A note has 2,000 characters at most.", isFault: true, note };
  }
  const { deed } = parsed.data;
  if (ids.length === 0) return { text: "Select an alert first.", isFault: true, note };
  const change = { ...by, ids, note: parsed.data.note || undefined };
  const outcomes =
    deed === "acknowledge"
      ? await acknowledgeAlerts(database(), change)
      : await resolveAlerts(database(), change);
  revalidatePath("/", "layout");
  return { text: outcomeWords([...outcomes.values()], deed), isFault: false, note: "" };
}

/** The button beside one alert on the overview and on its server's page. */
export async function acknowledgeOne(form: FormData): Promise<void> {
  await changeAlerts(null, form);
}
