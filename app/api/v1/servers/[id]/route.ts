import { database } from "@/db/client";
import { serverUpdateSchema } from "@/domain/servers/server";
import { deleteServer } from "@/hub/servers/delete-server";
import { updateServer } from "@/hub/servers/update-server";
import { answering, otherMethods } from "../../answer";
import { requireReader, requireWriter } from "../../authorise";
import { readJson } from "../../body";
import { readServer } from "../read-server";

type Context = RouteContext<"/api/v1/servers/[id]">;

export const GET = answering<Context>(async (request, { params }) => {
  await requireReader(request);
  return Response.json(await readServer((await params).id));
});

/** PUT and PATCH both change what they name and leave the rest, as the published clients expect of PUT. */
const change = answering<Context>(async (request, { params }) => {
  const by = await requireWriter(request);
  const { id } = await params;
  await updateServer(database(), id, await readJson(request, serverUpdateSchema), by);
  return Response.json(await readServer(id));
});

export { change as PATCH, change as PUT };

export const DELETE = answering<Context>(async (request, { params }) => {
  const by = await requireWriter(request);
  await deleteServer(database(), (await params).id, by);
  return new Response(null, { status: 204 });
});

export const { OPTIONS, POST } = otherMethods("GET", "PUT", "PATCH", "DELETE");
