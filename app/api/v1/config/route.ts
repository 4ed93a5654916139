import { database } from "@/db/client";
import { readConfig } from "@/hub/config/read-config";
import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";

export const GET = answering(async (request) => {
  await requireReader(request);
  return Response.json(await readConfig(database()));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
