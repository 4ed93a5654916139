import { database } from "@/db/client";
import { serverUpdateSchema } from "@/domain/servers/server";
import { requireProgram } from "@/hub/agents/identify-caller";
import { deleteServer } from "@/hub/servers/delete-server";
import { updateServer } from "@/hub/servers/update-server";
import { answering, otherMethods } from "../../answer";
import { readJson } from "../../body";
import { credentialOf } from "../../credential";
import { readServer } from "../read-server";

type Context = RouteContext<"/api/v1/servers/[id]">;

export const GET = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  return Response.json(await readServer((await params).id));
});

/** PUT and PATCH both change what they name and leave the rest, as the published clients expect of PUT. */
const change = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { id } = await params;
  await updateServer(database(), id, await readJson(request, serverUpdateSchema));
  return Response.json(await readServer(id));
});

export { change as PATCH, change as PUT };

export const DELETE = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  await deleteServer(database(), (await params).id);
  return new Response(null, { status: 204 });
});

export const { OPTIONS, POST } = otherMethods("GET", "PUT", "PATCH", "DELETE");
