import { database } from "@/db/client";
import { findServer } from "@/db/queries/servers";
import { listReportedServices } from "@/db/queries/services";
import { serviceCreateSchema } from "@/domain/services/service";
import { now } from "@/hub/clock";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { addService } from "@/hub/services/add-service";
import { answering, otherMethods } from "../../../answer";
import { requireReader, requireWriter } from "../../../authorise";
import { readJson } from "../../../body";
import { readService, readServices } from "../../../services/read-services";
import { currentStatusAnswer } from "../../../services/service-answer";

type Context = RouteContext<"/api/v1/servers/[id]/services">;

export const GET = answering<Context>(async (request, { params }) => {
  await requireReader(request);
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
  const by = await requireWriter(request);
  const { id } = await params;
  const service = await readJson(request, serviceCreateSchema);
  await addService(database(), id, service, by);
  return Response.json(await readService(id, service.service_name), {
    status: 201,
    headers: { Location: `/api/v1/servers/${id}/services/${encodeURIComponent(service.service_name)}` },
  });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
