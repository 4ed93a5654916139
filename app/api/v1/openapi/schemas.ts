import { z } from "zod";
import {
  alertAnswerSchema,
  alertDetailAnswerSchema,
  alertListAnswerSchema,
  pendingAlertsAnswerSchema,
} from "@/domain/alerts/alert-answer";
import { alertDeedSchema } from "@/domain/alerts/alerts-query";
import { thresholdsSchema } from "@/domain/alerts/thresholds";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import { errorAnswerSchema } from "@/domain/answer";
import { capacityAnswerSchema } from "@/domain/capacity/capacity-answer";
import { costBreakdownAnswerSchema, costSummaryAnswerSchema } from "@/domain/capacity/cost-answer";
import { costUpdateSchema } from "@/domain/capacity/cost-config";
import { configAnswerSchema } from "@/domain/config-answer";
import { generalUpdateSchema } from "@/domain/general/general-config";
import { heartbeatSchema } from "@/domain/heartbeats/heartbeat";
import { heartbeatAnswerSchema, heartbeatsAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import { tokenRequestSchema } from "@/domain/keys/key";
import { metricsAnswerSchema } from "@/domain/metrics/metrics-answer";
import {
  notificationsUpdateSchema,
  testNotificationAnswerSchema,
  testNotificationSchema,
} from "@/domain/notifications/notifications-config";
import { retentionUpdateSchema } from "@/domain/retention/retention-config";
import { serverCreateSchema, serverUpdateSchema } from "@/domain/servers/server";
import {
  serverAnswerSchema,
  serverListAnswerSchema,
  serverTokenAnswerSchema,
} from "@/domain/servers/server-answer";
import { serviceCreateSchema, serviceUpdateSchema } from "@/domain/services/service";
import {
  serverServicesAnswerSchema,
  serviceAnswerSchema,
  serviceListAnswerSchema,
} from "@/domain/services/service-answer";
import { weekAnswerSchema } from "@/domain/summary/week-answer";
import { summaryAnswerSchema } from "@/domain/summary-answer";
import { healthyAnswerSchema, unhealthyAnswerSchema } from "@/domain/system/health-answer";

/** What travels in bodies, by the name that the document gives it: the very validators that the routes use. */
export const namedSchemas = {
  Heartbeat: heartbeatSchema,
  HeartbeatAnswer: heartbeatAnswerSchema,
  HeartbeatsAnswer: heartbeatsAnswerSchema,
  ServerCreate: serverCreateSchema,
  ServerUpdate: serverUpdateSchema,
  Server: serverAnswerSchema,
  ServerList: serverListAnswerSchema,
  ServerToken: serverTokenAnswerSchema,
  ServiceCreate: serviceCreateSchema,
  TokenRequest: tokenRequestSchema,
  ServiceUpdate: serviceUpdateSchema,
  Service: serviceAnswerSchema,
  ServiceList: serviceListAnswerSchema,
  ServerServices: serverServicesAnswerSchema,
  Metrics: metricsAnswerSchema,
  Alert: alertAnswerSchema,
  AlertDetail: alertDetailAnswerSchema,
  AlertList: alertListAnswerSchema,
  PendingAlerts: pendingAlertsAnswerSchema,
  AlertDeed: alertDeedSchema,
  Capacity: capacityAnswerSchema,
  CostSummary: costSummaryAnswerSchema,
  CostBreakdown: costBreakdownAnswerSchema,
  Summary: summaryAnswerSchema,
  WeekSummary: weekAnswerSchema,
  Config: configAnswerSchema,
  CostUpdate: costUpdateSchema,
  GeneralUpdate: generalUpdateSchema,
  RetentionUpdate: retentionUpdateSchema,
  NotificationsUpdate: notificationsUpdateSchema,
  TestNotification: testNotificationSchema,
  TestNotificationAnswer: testNotificationAnswerSchema,
  Thresholds: thresholdsSchema,
  ThresholdsUpdate: thresholdsUpdateSchema,
  Healthy: healthyAnswerSchema,
  Unhealthy: unhealthyAnswerSchema,
  Error: errorAnswerSchema,
} as const satisfies Record<string, z.ZodType>;
export type SchemaName = keyof typeof namedSchemas;

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export const schemaReference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The named schemas as JSON Schema 2020-12, referring to one another. */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(namedSchemas)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    ...conversion,
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [name, schema]),
  );
}

/** One schema by itself, as a parameter has it. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...converted } = z.toJSONSchema(schema, conversion);
  return converted;
}

/** What callers send, not what comes out of the parser: `io: "input"`. */
const conversion = {
  io: "input",
  override: ({ jsonSchema: schema }: { jsonSchema: JsonSchema }) => {
    // The tests are strict about answers; a client that is would break at the next new key.
    if (schema.additionalProperties === false) delete schema.additionalProperties;
    // `format` says it already; the patterns behind date-time and ipv6 are a screen long.
    if (schema.format !== undefined) delete schema.pattern;
    joinNull(schema);
  },
} as const;

/** `anyOf: [{type: number, ...}, {type: null}]` as `type: [number, null]`: the same, and a third as long. */
function joinNull(schema: JsonSchema): void {
  const [value, nothing, ...more] = schema.anyOf ?? [];
  const isNullable = nothing?.type === "null" && more.length === 0;
  if (!isNullable || typeof value?.type !== "string" || value.enum !== undefined) return;
  delete schema.anyOf;
  const { type, ...rest } = value;
  Object.assign(schema, { ...rest, ...schema, type: [type, "null"] });
}
