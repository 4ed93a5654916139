import { database } from "@/db/client";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import { readConfig } from "@/hub/config/read-config";
import { updateThresholds } from "@/hub/config/update-thresholds";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** Changes what it names, at any depth, and answers the settings whole. */
export const PUT = answering(async (request) => {
  const by = await requireWriter(request);
  await updateThresholds(database(), await readJson(request, thresholdsUpdateSchema), by);
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
