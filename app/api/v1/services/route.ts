import { requireProgram } from "@/hub/agents/identify-caller";
import { answering, otherMethods } from "../answer";
import { credentialOf } from "../credential";
import { readServices } from "./read-services";

export const GET = answering(async (request) => {
  requireProgram(credentialOf(request));
  return Response.json(await readServices());
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
