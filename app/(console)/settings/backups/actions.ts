"use server";

import { revalidatePath } from "next/cache";
import { requireAdmin } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { backupPlanSchema } from "@/domain/backups/plan";
import { HubError } from "@/domain/hub-error";
import { deleteBackup } from "@/hub/backups/delete-backup";
import { requestBackup } from "@/hub/backups/request-backup";
import { updateBackupPlan } from "@/hub/backups/update-backup-plan";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";
import { planInputOf } from "./plan-input";

/** Small databases are copied while the form waits; of a large one the page says that it is being made. */
const PATIENCE_MS = 5000;

/** Makes a backup now. */
export async function makeBackup(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  try {
    const { error } = await requestBackup(database(), { patienceMs: PATIENCE_MS }, by);
    revalidatePath("/settings/backups");
    return error === null ? saved : { ...saved, isSaved: false, fault: error };
  } catch (error) {
    return refusedBy(error, form);
  }
}

/** Deletes one backup; one that is gone already is gone. */
export async function removeBackup(form: FormData): Promise<void> {
  const by = await requireAdmin();
  try {
    await deleteBackup(database(), String(form.get("name") ?? ""), by);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
  }
  revalidatePath("/settings/backups");
}

/** Keeps when backups are made and how many are kept. */
export async function savePlan(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const result = backupPlanSchema.safeParse(planInputOf(form));
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  try {
    await updateBackupPlan(database(), result.data, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidatePath("/settings/backups");
  return saved;
}
