"use server";

import { revalidatePath } from "next/cache";
import { requireAdmin } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import type { TestOutcome } from "@/components/settings/test-button";
import { database } from "@/db/client";
import { summaryConfigSchema } from "@/domain/summary/summary-config";
import { sendSummaryNow } from "@/hub/summary/send-summary-now";
import { updateSummarySettings } from "@/hub/summary/update-summary-settings";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";
import { testOutcomeOf } from "../test-outcome";
import { summaryInputOf } from "./summary-input";

/** Keeps when and to whom the week is told. */
export async function saveSummary(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const result = summaryConfigSchema.safeParse(summaryInputOf(form));
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  try {
    await updateSummarySettings(database(), result.data, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidatePath("/settings/summary");
  return saved;
}

/** Sends last week to one channel and answers what the receiver said. */
export async function sendNow(_before: TestOutcome, form: FormData): Promise<TestOutcome> {
  const { now } = await requireAdmin();
  return testOutcomeOf(sendSummaryNow(database(), String(form.get("name")), { now }));
}
