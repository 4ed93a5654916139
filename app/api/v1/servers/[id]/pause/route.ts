import { database } from "@/db/client";
import { requireProgram } from "@/hub/agents/identify-caller";
import { now } from "@/hub/clock";
import { pauseServer } from "@/hub/servers/pause-server";
import { answering, otherMethods } from "../../../answer";
import { credentialOf } from "../../../credential";
import { readServer } from "../../read-server";

export const PUT = answering<RouteContext<"/api/v1/servers/[id]/pause">>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { id } = await params;
  await pauseServer(database(), id, { isPaused: true, now: now() });
  return Response.json(await readServer(id));
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
