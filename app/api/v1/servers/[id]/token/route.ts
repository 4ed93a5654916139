import { database } from "@/db/client";
import { requireProgram } from "@/hub/agents/identify-caller";
import { issueToken } from "@/hub/agents/issue-token";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../../../answer";
import { credentialOf } from "../../../credential";

/** A new token for the server's agent, shown this once; those before it stop working. */
export const POST = answering<RouteContext<"/api/v1/servers/[id]/token">>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  const { id } = await params;
  const token = await issueToken(database(), id, now());
  return Response.json({ server_id: id, server_token: token }, { status: 201 });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
