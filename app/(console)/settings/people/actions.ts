"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireAdmin } from "@/app/(console)/require-operator";
import type { PersonOutcome } from "@/components/people/person-outcome";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { database } from "@/db/client";
import { roleSchema } from "@/domain/people/person";
import { newPersonSchema } from "@/domain/people/username";
import { changeRole } from "@/hub/people/change-role";
import { createPerson } from "@/hub/people/create-person";
import { deletePerson } from "@/hub/people/delete-person";
import { resetPerson, temporaryPassword } from "@/hub/people/reset-person";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";

const PATH = "/settings/people";

/** Adds somebody. The password is in the answer of this post and nowhere else. */
export async function addPerson(_before: PersonOutcome, form: FormData): Promise<PersonOutcome> {
  const by = await requireAdmin();
  const result = newPersonSchema.safeParse({ username: text(form, "username"), role: text(form, "role") });
  if (!result.success) return { ...refused(form, faultsOf(result.error.issues)), made: null };
  const { username } = result.data;
  const password = temporaryPassword();
  try {
    await createPerson(database(), { ...result.data, password, isTemporary: true }, by);
  } catch (error) {
    return { ...refusedBy(error, form), made: null };
  }
  revalidatePath(PATH);
  return { ...saved, made: { username, password } };
}

/** Gives somebody else another role. */
export async function giveRole(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const role = roleSchema.safeParse(text(form, "role"));
  if (!role.success) return refused(form, [{ path: "role", message: "is not a role" }]);
  try {
    await changeRole(database(), { id: text(form, "id"), role: role.data }, by);
  } catch (error) {
    return refusedBy(error, form);
  }
  revalidatePath(PATH);
  return saved;
}

/** A new password for somebody else, in the answer of this post; no second factor, no session. */
export async function resetPassword(_before: PersonOutcome, form: FormData): Promise<PersonOutcome> {
  const by = await requireAdmin();
  const username = text(form, "username");
  try {
    const password = await resetPerson(database(), username, by);
    revalidatePath(PATH);
    return { ...saved, made: { username, password } };
  } catch (error) {
    return { ...refusedBy(error, form), made: null };
  }
}

/** Deletes somebody else, whose name was typed. */
export async function removePerson(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const username = text(form, "username");
  if (text(form, "typed").toLowerCase() !== username) {
    return refused(form, [{ path: "typed", message: `Type ${username}` }]);
  }
  try {
    await deletePerson(database(), text(form, "id"), by);
  } catch (error) {
    return refusedBy(error, form);
  }
  redirect(PATH as Route);
}

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
