"use server";

import { revalidatePath } from "next/cache";
import { requireAdmin } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { generalConfigSchema } from "@/domain/general/general-config";
import { updateGeneral } from "@/hub/config/update-general";
import { faultsOf, refused, saved } from "../form-answer";

/** Keeps how the hub is called, which time it shows and in which units. */
export async function saveGeneral(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const result = generalConfigSchema.safeParse({
    site_name: text("site_name"),
    time_zone: text("time_zone") || null,
    temperature_unit: text("temperature_unit"),
    network_unit: text("network_unit"),
  });
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  await updateGeneral(database(), result.data, by);
  // All of it stands around and on every page.
  revalidatePath("/", "layout");
  return saved;
}
