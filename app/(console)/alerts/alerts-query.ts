import { z } from "zod";
import { alertStatuses, alertTypes, severities } from "@/domain/alerts/alert";
import { SERVER_ID_PATTERN } from "@/domain/servers/server";
import { dayParam, firstMsOf, lastMsOf } from "../day-query";
import { type SearchParams, single } from "../overview-query";

export const ALERTS_PER_PAGE = 20;

export const alertTabs = [...alertStatuses, "all"] as const;
export type AlertTab = (typeof alertTabs)[number];

/** What the address of the list says. Nonsense in it is left aside, and so is an empty choice of a form. */
const alertsQuerySchema = z.object({
  status: z.enum(alertTabs).catch("open"),
  severity: z.enum(severities).nullable().catch(null),
  server: z.string().regex(SERVER_ID_PATTERN).nullable().catch(null),
  type: z.enum(alertTypes).nullable().catch(null),
  q: z.string().trim().max(100).catch(""),
  from: dayParam.nullable().catch(null),
  to: dayParam.nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type AlertsQuery = z.output<typeof alertsQuerySchema>;

export function parseAlertsQuery(params: SearchParams): AlertsQuery {
  return alertsQuerySchema.parse(single(params));
}

/** The address of the list with some of it changed; what is as usual is left out. */
export function alertsHref(query: AlertsQuery, change: Partial<AlertsQuery> = {}): string {
  const usual = parseAlertsQuery({});
  const entries = Object.entries({ ...query, page: 1, ...change }).filter(
    ([key, value]) => value !== null && value !== usual[key as keyof AlertsQuery],
  );
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "/alerts" : `/alerts?${text}`;
}

export function isFiltered(query: AlertsQuery): boolean {
  const { severity, server, type, q, from, to } = query;
  return q !== "" || [severity, server, type, from, to].some((value) => value !== null);
}

/** The same as the database is asked; the last day counts whole. */
export function alertFilterOf(query: AlertsQuery) {
  const { status, severity, server, type, q, from, to } = query;
  return {
    status: status === "all" ? undefined : status,
    severity: severity ?? undefined,
    serverId: server ?? undefined,
    alertType: type ?? undefined,
    q: q === "" ? undefined : q,
    from: firstMsOf(from) ?? undefined,
    to: lastMsOf(to) ?? undefined,
  };
}

export function alertHref(id: number): string {
  return `/alerts/${id}`;
}
