import { answering, otherMethods } from "../../answer";
import { requireReader } from "../../authorise";
import { alertIdOf, readAlert } from "../read-alert";

export const GET = answering<RouteContext<"/api/v1/alerts/[id]">>(async (request, { params }) => {
  await requireReader(request);
  return Response.json(await readAlert(alertIdOf((await params).id)));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
