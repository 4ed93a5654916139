"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import { faultsOf, refused, refusedBy, saved } from "@/app/(console)/settings/form-answer";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { serviceCreateSchema, serviceUpdateSchema } from "@/domain/services/service";
import { addService } from "@/hub/services/add-service";
import { removeService } from "@/hub/services/remove-service";
import { updateService } from "@/hub/services/update-service";

/** Expects a service that was typed in. */
export async function expectService(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  const result = serviceCreateSchema.safeParse({
    service_name: text(form, "service_name"),
    display_name: text(form, "display_name") || null,
    is_critical: form.has("is_critical"),
  });
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  try {
    await addService(database(), serverOf(form), result.data, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidate(form);
  return saved;
}

/** Expects a service that the agent reports. Somebody else may have done so just now: that is no fault. */
export async function adoptService(form: FormData): Promise<void> {
  const by = await requireOperator();
  const result = serviceCreateSchema.safeParse({ service_name: text(form, "service_name") });
  if (!result.success) return;
  await addService(database(), serverOf(form), result.data, by).catch(ignoringConflict);
  revalidate(form);
}

/** Changes what a service is called and how much it matters. */
export async function changeService(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireOperator();
  const result = serviceUpdateSchema.safeParse({
    display_name: text(form, "display_name") || null,
    is_critical: form.has("is_critical"),
    enabled: form.has("enabled"),
  });
  if (!result.success) return refused(form, faultsOf(result.error.issues));
  try {
    await updateService(database(), serviceOf(form), result.data, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidate(form);
  return saved;
}

/** Expects a service no longer; its history stays. */
export async function forgetService(form: FormData): Promise<void> {
  const by = await requireOperator();
  await removeService(database(), serviceOf(form), by).catch(ignoringGone);
  revalidate(form);
}

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
const serverOf = (form: FormData) => text(form, "server_id");
const serviceOf = (form: FormData) => ({ serverId: serverOf(form), serviceName: text(form, "service_name") });

function revalidate(form: FormData): void {
  revalidatePath(`/servers/${serverOf(form)}/services`);
}

const ignoring = (code: string) => (error: unknown) => {
  if (!(error instanceof HubError) || error.code !== code) throw error;
};
const ignoringConflict = ignoring("conflict");
const ignoringGone = ignoring("not_found");
