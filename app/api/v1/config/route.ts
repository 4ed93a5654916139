import { database } from "@/db/client";
import { requireProgram } from "@/hub/agents/identify-caller";
import { readConfig } from "@/hub/config/read-config";
import { answering, otherMethods } from "../answer";
import { credentialOf } from "../credential";

export const GET = answering(async (request) => {
  requireProgram(credentialOf(request));
  return Response.json(await readConfig(database()));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
