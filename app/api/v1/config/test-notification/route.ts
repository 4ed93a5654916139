import { database } from "@/db/client";
import { testNotificationSchema } from "@/domain/notifications/notifications-config";
import { sendTestNotification } from "@/hub/notifications/send-test-notification";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** 200 whatever the receiver said: the answer is about it. */
export const POST = answering(async (request) => {
  const { now } = await requireWriter(request, "admin");
  const { channel } = await readJson(request, testNotificationSchema);
  return Response.json(await sendTestNotification(database(), channel, { now }));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
