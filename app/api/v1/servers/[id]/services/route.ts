import { database } from "@/db/client";
import { findServer } from "@/db/queries/servers";
import { listReportedServices } from "@/db/queries/services";
import { serviceCreateSchema } from "@/domain/services/service";
import { requireProgram } from "@/hub/agents/identify-caller";
import { now } from "@/hub/clock";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { addService } from "@/hub/services/add-service";
import { answering, otherMethods } from "../../../answer";
import { readJson } from "../../../body";
import { credentialOf } from "../../../credential";
import { readService, readServices } from "../../../services/read-services";
import { currentStatusAnswer } from "../../../services/service-answer";

type Context = RouteContext<"/api/v1/servers/[id]/services">;

export const GET = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { id } = await params;
  if ((await findServer(database(), id)) === null) throw serverNotFound(id);
  const at = now();
  const reported = (await listReportedServices(database(), id)).map(({ serviceName, newest }) => ({
    service_name: serviceName,
    current_status: currentStatusAnswer(newest, at),
  }));
  return Response.json({ ...(await readServices({ serverId: id })), reported });
});

export const POST = answering<Context>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { id } = await params;
  const service = await readJson(request, serviceCreateSchema);
  await addService(database(), id, service);
  return Response.json(await readService(id, service.service_name), {
    status: 201,
    headers: { Location: `/api/v1/servers/${id}/services/${encodeURIComponent(service.service_name)}` },
  });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
