"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { createMaintenance } from "@/hub/alerts/maintenance/create-maintenance";
import { removeMaintenance } from "@/hub/alerts/maintenance/remove-maintenance";
import { refused, refusedBy, saved } from "../form-answer";
import { inputNameOf, maintenanceOf } from "./maintenance-form";

/** Makes a window of the form's kind. */
export async function addMaintenance(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  const { window, faults } = maintenanceOf(form);
  if (window === null) return refused(form, faults);
  try {
    await createMaintenance(database(), window, by);
  } catch (error) {
    return refusedBy(error, form, inputNameOf);
  }
  revalidatePath("/settings/maintenance");
  return saved;
}

/** Takes a window away, also while it runs. */
export async function endMaintenance(form: FormData): Promise<void> {
  const by = await requireOperator();
  const id = Number(form.get("id"));
  if (Number.isSafeInteger(id)) await removeMaintenance(database(), id, by);
  revalidatePath("/settings/maintenance");
}
