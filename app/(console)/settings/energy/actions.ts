"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { costConfigSchema } from "@/domain/capacity/cost-config";
import { updateCost } from "@/hub/config/update-cost";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";
import { costInputOf } from "./cost-input";

/** Keeps the price of electricity. */
export async function saveCost(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  const result = costConfigSchema.safeParse(costInputOf(form));
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  try {
    await updateCost(database(), result.data, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidatePath("/settings/energy");
  return saved;
}
