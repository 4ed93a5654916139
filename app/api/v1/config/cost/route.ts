import { database } from "@/db/client";
import { costUpdateSchema } from "@/domain/capacity/cost-config";
import { requireProgram } from "@/hub/agents/identify-caller";
import { readConfig } from "@/hub/config/read-config";
import { updateCost } from "@/hub/config/update-cost";
import { answering, otherMethods } from "../../answer";
import { readJson } from "../../body";
import { credentialOf } from "../../credential";

/** Changes what it names and answers the settings whole. */
export const PUT = answering(async (request) => {
  requireProgram(credentialOf(request));
  await updateCost(database(), await readJson(request, costUpdateSchema));
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
