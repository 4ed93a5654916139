import { database } from "@/db/client";
import { generalUpdateSchema } from "@/domain/general/general-config";
import { readConfig } from "@/hub/config/read-config";
import { updateGeneral } from "@/hub/config/update-general";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** Changes what it names and answers the settings whole. */
export const PUT = answering(async (request) => {
  const by = await requireWriter(request, "admin");
  await updateGeneral(database(), await readJson(request, generalUpdateSchema), by);
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
