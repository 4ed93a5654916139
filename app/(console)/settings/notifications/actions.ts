"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { requireAdmin } from "@/app/(console)/require-operator";
import type { FormOutcome } from "@/components/settings/form-outcome";
import type { TestOutcome } from "@/components/settings/test-button";
import { database } from "@/db/client";
import { notificationsUpdateSchema } from "@/domain/notifications/notifications-config";
import type { By } from "@/hub/audit/record";
import { readNotificationsConfig } from "@/hub/notifications/read-notifications-config";
import { sendTestNotification } from "@/hub/notifications/send-test-notification";
import { updateNotifications } from "@/hub/notifications/update-notifications";
import { faultsOf, refused, refusedBy, saved } from "../form-answer";
import { testOutcomeOf } from "../test-outcome";
import { channelTypeOf, channelUpdateOf, inputNameOf, shownSettings } from "./channel-input";

const PATH = "/settings/notifications";

/** Makes a channel; a name that is taken is refused, as the other would be overwritten. */
export async function addChannel(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const { channels } = await readNotificationsConfig(database());
  if (channels.some(({ name }) => name === String(form.get("name") ?? "").trim())) {
    return refused(form, [{ path: "name", message: "is taken" }]);
  }
  return keepChannel(form, [], by);
}

/** Changes a channel. A secret that is left empty stays. */
export async function changeChannel(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const { channels } = await readNotificationsConfig(database());
  const before = channels.find(({ name }) => name === form.get("name"));
  if (before === undefined) return { ...refused(form, []), fault: "This channel is gone." };
  return keepChannel(form, shownSettings(before.settings).secrets, by);
}

async function keepChannel(form: FormData, storedSecrets: string[], by: By): Promise<FormOutcome> {
  const type = channelTypeOf(form.get("type"));
  if (type === null) return { ...refused(form, []), fault: "There is no such type of channel." };
  const outcome = await update(
    form,
    { channels: [channelUpdateOf(form, type, storedSecrets)] },
    by,
    inputNameOf,
  );
  if (outcome.isSaved) redirect(PATH as Route);
  return outcome;
}

/** Turns a channel on or off. */
export async function toggleChannel(form: FormData): Promise<void> {
  const by = await requireAdmin();
  const name = String(form.get("name"));
  await update(form, { channels: [{ name, enabled: form.get("enabled") === "true" }] }, by);
}

export async function removeChannel(form: FormData): Promise<void> {
  const by = await requireAdmin();
  await update(form, { channels: [{ name: String(form.get("name")), removed: true }] }, by);
}

/** Quiet hours, reminders, and whether the end of an alert is told. */
export async function saveTelling(_before: FormOutcome, form: FormData): Promise<FormOutcome> {
  const by = await requireAdmin();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const number = (name: string) => (text(name) === "" ? Number.NaN : Number(text(name)));
  const given = {
    quiet_hours: {
      enabled: form.has("enabled"),
      time_zone: text("time_zone"),
      weekdays: form.getAll("weekdays").map(Number),
      start: text("start").slice(0, 5),
      end: text("end").slice(0, 5),
      critical_passes: form.has("critical_passes"),
    },
    cooldowns: { critical_minutes: number("critical_minutes"), high_minutes: number("high_minutes") },
    notify_on_resolve: form.has("notify_on_resolve"),
  };
  return update(form, given, by);
}

/** Sends a test and answers what the receiver said, word for word. */
export async function testChannel(_before: TestOutcome, form: FormData): Promise<TestOutcome> {
  const { now } = await requireAdmin();
  return testOutcomeOf(sendTestNotification(database(), String(form.get("name")), { now }));
}

async function update(
  form: FormData,
  given: unknown,
  by: By,
  nameOf: (path: string) => string = (path) => path,
): Promise<FormOutcome> {
  const result = notificationsUpdateSchema.safeParse(given);
  if (!result.success) {
    const faults = faultsOf(result.error.issues);
    return refused(
      form,
      faults.map(({ path, message }) => ({ path: nameOf(path), message })),
    );
  }
  try {
    await updateNotifications(database(), result.data, by);
  } catch (error) {
    return refusedBy(error, form, nameOf);
  }
  revalidatePath(PATH);
  return saved;
}
