"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { getThresholds } from "@/db/queries/config";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import type { FieldFault } from "@/domain/hub-error";
import type { By } from "@/hub/audit/record";
import { updateThresholds } from "@/hub/config/update-thresholds";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";
import {
  faultsOfOverride,
  faultsOfRules,
  inPageWords,
  inputNameOf,
  overrideUpdateOf,
  pageWords,
  removalOf,
  thresholdsUpdateOf,
} from "./thresholds-form";

/** Keeps the rules for all servers. */
export async function saveRules(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  return save(form, { faults: faultsOfRules(form), given: thresholdsUpdateOf(form) }, by);
}

/** Gives a server or a filesystem a rule of its own. */
export async function saveOverride(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  const thresholds = await getThresholds(database());
  const faults = faultsOfOverride(form, thresholds);
  return save(form, { faults, given: overrideUpdateOf(form, thresholds) }, by);
}

/** Takes one override away: what is said for all holds again. */
export async function removeOverride(form: FormData): Promise<void> {
  const by = await requireOperator();
  const update = thresholdsUpdateSchema.parse(removalOf(form));
  await updateThresholds(database(), update, by);
  revalidatePath("/settings/thresholds");
}

async function save(
  form: FormData,
  { faults, given }: { faults: FieldFault[]; given: Record<string, unknown> },
  by: By,
): Promise<FormOutcome> {
  if (faults.length > 0) return refused(form, faults);
  const result = thresholdsUpdateSchema.safeParse(given);
  if (!result.success) return refused(form, faultsOf(result.error.issues).map(inPageWords));
  try {
    await updateThresholds(database(), result.data, by);
  } catch (error) {
    const outcome = refusedBy(error, form, inputNameOf);
    const errors = Object.entries(outcome.errors).map(([name, message]) => [name, pageWords(message)]);
    return { ...outcome, errors: Object.fromEntries(errors) };
  }
  revalidatePath("/settings/thresholds");
  return saved;
}
