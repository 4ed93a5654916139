import { database } from "@/db/client";
import { tokenRequestSchema } from "@/domain/keys/key";
import { issueToken } from "@/hub/agents/issue-token";
import { answering, otherMethods } from "../../../answer";
import { requireWriter } from "../../../authorise";
import { readOptionalJson } from "../../../body";

/** A new token for the server's agent, shown this once; those before it end in a day, or now where the body says so. */
export const POST = answering<RouteContext<"/api/v1/servers/[id]/token">>(async (request, { params }) => {
  const by = await requireWriter(request);
  const { id } = await params;
  const { revoke_others } = await readOptionalJson(request, tokenRequestSchema, {});
  const token = await issueToken(database(), id, { isOverlapping: !revoke_others }, by);
  return Response.json({ server_id: id, server_token: token }, { status: 201 });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
