import { database } from "@/db/client";
import { countActiveAlerts } from "@/db/queries/alerts";
import { listLatestSamples } from "@/db/queries/samples";
import { listServers } from "@/db/queries/servers";
import { serverCreateSchema } from "@/domain/servers/server";
import { createServer } from "@/hub/servers/create-server";
import { answering, otherMethods } from "../answer";
import { requireReader, requireWriter } from "../authorise";
import { readJson } from "../body";
import { readServer } from "./read-server";
import { serverAnswer } from "./server-answer";

export const GET = answering(async (request) => {
  await requireReader(request);
  const [servers, latest, active] = await Promise.all([
    listServers(database()),
    listLatestSamples(database()),
    countActiveAlerts(database()),
  ]);
  return Response.json({
    servers: servers.map((server) =>
      serverAnswer(server, latest.get(server.id), active.byServer.get(server.id) ?? 0),
    ),
    total: servers.length,
  });
});

export const POST = answering(async (request) => {
  const by = await requireWriter(request);
  const server = await readJson(request, serverCreateSchema);
  await createServer(database(), server, by);
  return Response.json(await readServer(server.id), {
    status: 201,
    headers: { Location: `/api/v1/servers/${server.id}` },
  });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
