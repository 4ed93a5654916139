import { database } from "@/db/client";
import { testNotificationSchema } from "@/domain/notifications/notifications-config";
import { requireProgram } from "@/hub/agents/identify-caller";
import { now } from "@/hub/clock";
import { sendTestNotification } from "@/hub/notifications/send-test-notification";
import { answering, otherMethods } from "../../answer";
import { readJson } from "../../body";
import { credentialOf } from "../../credential";

/** 200 whatever the receiver said: the answer is about it. */
export const POST = answering(async (request) => {
  requireProgram(credentialOf(request));
  const { channel } = await readJson(request, testNotificationSchema);
  return Response.json(await sendTestNotification(database(), channel, { now: now() }));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
