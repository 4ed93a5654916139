import { database } from "@/db/client";
import { notificationsUpdateSchema } from "@/domain/notifications/notifications-config";
import { requireProgram } from "@/hub/agents/identify-caller";
import { now } from "@/hub/clock";
import { readConfig } from "@/hub/config/read-config";
import { updateNotifications } from "@/hub/notifications/update-notifications";
import { answering, otherMethods } from "../../answer";
import { readJson } from "../../body";
import { credentialOf } from "../../credential";

/** Changes what it names, at any depth, and answers the settings whole. */
export const PUT = answering(async (request) => {
  requireProgram(credentialOf(request));
  const db = database();
  await updateNotifications(db, await readJson(request, notificationsUpdateSchema), { now: now() });
  return Response.json(await readConfig(db));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
