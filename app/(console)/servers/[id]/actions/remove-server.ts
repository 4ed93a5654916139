"use server";

import { redirect } from "next/navigation";
import { requireOperator } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { deleteServer } from "@/hub/servers/delete-server";

/** Deletes a server with all its history, when its name was typed. Answers what is wrong otherwise. */
export async function removeServer(_before: string | null, form: FormData): Promise<string | null> {
  const by = await requireOperator();
  const id = String(form.get("id"));
  if (form.get("typed") !== id) return `Type ${id} to delete it.`;
  await deleteServer(database(), id, by);
  redirect("/");
}
