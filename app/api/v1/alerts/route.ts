import { database } from "@/db/client";
import { listAlerts } from "@/db/queries/alerts";
import { alertAnswer } from "@/domain/alerts/alert-answer";
import { alertsQuerySchema } from "@/domain/alerts/alerts-query";
import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";
import { parseWith } from "../body";

export const GET = answering(async (request) => {
  await requireReader(request);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { server_id: serverId, alert_type: alertType, ...query } = parseWith(alertsQuerySchema, asked);
  const { alerts, total } = await listAlerts(database(), { ...query, serverId, alertType });
  const { limit, offset } = query;
  return Response.json({ alerts: alerts.map(alertAnswer), total, limit, offset });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
