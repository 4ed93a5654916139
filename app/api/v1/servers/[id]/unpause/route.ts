import { database } from "@/db/client";
import { pauseServer } from "@/hub/servers/pause-server";
import { answering, otherMethods } from "../../../answer";
import { requireWriter } from "../../../authorise";
import { readServer } from "../../read-server";

export const PUT = answering<RouteContext<"/api/v1/servers/[id]/unpause">>(async (request, { params }) => {
  const by = await requireWriter(request);
  const { id } = await params;
  await pauseServer(database(), id, { isPaused: false }, by);
  return Response.json(await readServer(id));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
