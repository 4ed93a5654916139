import { database } from "@/db/client";
import { notificationsUpdateSchema } from "@/domain/notifications/notifications-config";
import { readConfig } from "@/hub/config/read-config";
import { updateNotifications } from "@/hub/notifications/update-notifications";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** Changes what it names, at any depth, and answers the settings whole. */
export const PUT = answering(async (request) => {
  const by = await requireWriter(request, "admin");
  const db = database();
  await updateNotifications(db, await readJson(request, notificationsUpdateSchema), by);
  return Response.json(await readConfig(db));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
