"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { serverUpdateSchema } from "@/domain/servers/server";
import { updateServer } from "@/hub/servers/update-server";

export type ChangeOutcome = {
  isSaved: boolean;
  errors: Record<string, string>;
  /** What was typed, as a form that is sent empties itself. */
  typed: Record<string, string> | null;
};

/** Keeps what the form says of a server; an empty field means "not known". Answers one sentence for each bad field. */
export async function changeServer(_before: ChangeOutcome, form: FormData): Promise<ChangeOutcome> {
  const by = await requireOperator();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const number = (name: string) => (text(name) === "" ? null : Number(text(name)));
  const result = serverUpdateSchema.safeParse({
    display_name: text("display_name") || null,
    machine_type: text("machine_type"),
    machine_category: text("machine_category") || null,
    tdp_watts: number("tdp_watts"),
    idle_watts: number("idle_watts"),
    tags: text("tags")
      .split(/[\s,]+/)
      .filter(Boolean),
  });
  if (!result.success) {
    const errors = result.error.issues.map((issue) => [String(issue.path[0]), issue.message]);
    const typed = [...form.keys()].map((name) => [name, text(name)]);
    return { isSaved: false, errors: Object.fromEntries(errors), typed: Object.fromEntries(typed) };
  }
  const id = text("id");
  await updateServer(database(), id, result.data, by);
  revalidatePath(`/servers/${id}`);
  return { isSaved: true, errors: {}, typed: null };
}
