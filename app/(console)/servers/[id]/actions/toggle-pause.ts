"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { pauseServer } from "@/hub/servers/pause-server";

/** Pauses a server or ends its pause, as the form's `paused` says. */
export async function togglePause(form: FormData): Promise<void> {
  const by = await requireOperator();
  const id = String(form.get("id"));
  await pauseServer(database(), id, { isPaused: form.get("paused") === "true" }, by);
  revalidatePath(`/servers/${id}`);
}
