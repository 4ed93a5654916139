import { database } from "@/db/client";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import { requireProgram } from "@/hub/agents/identify-caller";
import { readConfig } from "@/hub/config/read-config";
import { updateThresholds } from "@/hub/config/update-thresholds";
import { answering, otherMethods } from "../../answer";
import { readJson } from "../../body";
import { credentialOf } from "../../credential";

/** Changes what it names, at any depth, and answers the settings whole. */
export const PUT = answering(async (request) => {
  requireProgram(credentialOf(request));
  await updateThresholds(database(), await readJson(request, thresholdsUpdateSchema));
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
