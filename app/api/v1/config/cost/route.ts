import { database } from "@/db/client";
import { costUpdateSchema } from "@/domain/capacity/cost-config";
import { readConfig } from "@/hub/config/read-config";
import { updateCost } from "@/hub/config/update-cost";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** Changes what it names and answers the settings whole. */
export const PUT = answering(async (request) => {
  const by = await requireWriter(request);
  await updateCost(database(), await readJson(request, costUpdateSchema), by);
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
