import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";
import { readServices } from "./read-services";

export const GET = answering(async (request) => {
  await requireReader(request);
  return Response.json(await readServices());
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
