import { database } from "@/db/client";
import { retentionUpdateSchema } from "@/domain/retention/retention-config";
import { readConfig } from "@/hub/config/read-config";
import { updateRetention } from "@/hub/retention/update-retention";
import { answering, otherMethods } from "../../answer";
import { requireWriter } from "../../authorise";
import { readJson } from "../../body";

/** Changes what it names and answers the settings whole. */
export const PUT = answering(async (request) => {
  const by = await requireWriter(request, "admin");
  await updateRetention(database(), await readJson(request, retentionUpdateSchema), by);
  return Response.json(await readConfig(database()));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
