import { database } from "@/db/client";
import { serviceUpdateSchema } from "@/domain/services/service";
import { removeService } from "@/hub/services/remove-service";
import { updateService } from "@/hub/services/update-service";
import { answering, otherMethods } from "../../../../answer";
import { requireReader, requireWriter } from "../../../../authorise";
import { readJson } from "../../../../body";
import { readService } from "../../../../services/read-services";

type Context = RouteContext<"/api/v1/servers/[id]/services/[name]">;

export const GET = answering<Context>(async (request, { params }) => {
  await requireReader(request);
  const { serverId, serviceName } = await named(params);
  return Response.json(await readService(serverId, serviceName));
});

/** PUT and PATCH both change what they name and leave the rest. */
const change = answering<Context>(async (request, { params }) => {
  const by = await requireWriter(request);
  const { serverId, serviceName } = await named(params);
  const update = await readJson(request, serviceUpdateSchema);
  await updateService(database(), { serverId, serviceName }, update, by);
  return Response.json(await readService(serverId, serviceName));
});

export { change as PATCH, change as PUT };

export const DELETE = answering<Context>(async (request, { params }) => {
  const by = await requireWriter(request);
  await removeService(database(), await named(params), by);
  return new Response(null, { status: 204 });
});

export const { OPTIONS, POST } = otherMethods("GET", "PUT", "PATCH", "DELETE");

async function named(params: Context["params"]) {
  const { id, name } = await params;
  return { serverId: id, serviceName: name };
}
