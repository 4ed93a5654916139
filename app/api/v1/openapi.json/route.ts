import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";
import { openApiDocument } from "../openapi/document";

export const GET = answering(async (request) => {
  await requireReader(request);
  return Response.json(openApiDocument());
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
