"use server";

import { revalidatePath } from "next/cache";
import { requireOperator } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { now } from "@/hub/clock";
import { pauseServer } from "@/hub/servers/pause-server";

/** Pauses a server or ends its pause, as the form's `paused` says. */
export async function togglePause(form: FormData): Promise<void> {
  await requireOperator();
  const id = String(form.get("id"));
  await pauseServer(database(), id, { isPaused: form.get("paused") === "true", now: now() });
  revalidatePath(`/servers/${id}`);
}
