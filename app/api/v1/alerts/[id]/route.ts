import { requireProgram } from "@/hub/agents/identify-caller";
import { answering, otherMethods } from "../../answer";
import { credentialOf } from "../../credential";
import { alertIdOf, readAlert } from "../read-alert";

export const GET = answering<RouteContext<"/api/v1/alerts/[id]">>(async (request, { params }) => {
  requireProgram(credentialOf(request));
  return Response.json(await readAlert(alertIdOf((await params).id)));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
