import { database } from "@/db/client";
import { serviceUpdateSchema } from "@/domain/services/service";
import { requireProgram } from "@/hub/agents/identify-caller";
import { now } from "@/hub/clock";
import { removeService } from "@/hub/services/remove-service";
import { updateService } from "@/hub/services/update-service";
import { answering, otherMethods } from "../../../../answer";
import { readJson } from "../../../../body";
import { credentialOf } from "../../../../credential";
import { readService } from "../../../../services/read-services";

type Context = RouteContext<"/api/v1/servers/[id]/services/[name]">;

export const GET = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { serverId, serviceName } = await named(params);
  return Response.json(await readService(serverId, serviceName));
});

/** PUT and PATCH both change what they name and leave the rest. */
const change = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { serverId, serviceName } = await named(params);
  await updateService(
    database(),
    { serverId, serviceName, now: now() },
    await readJson(request, serviceUpdateSchema),
  );
  return Response.json(await readService(serverId, serviceName));
});

export { change as PATCH, change as PUT };

export const DELETE = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  await removeService(database(), { ...(await named(params)), now: now() });
  return new Response(null, { status: 204 });
});

export const { OPTIONS, POST } = otherMethods("GET", "PUT", "PATCH", "DELETE");

async function named(params: Context["params"]) {
  const { id, name } = await params;
  return { serverId: id, serviceName: name };
}
