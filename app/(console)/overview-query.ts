import { z } from "zod";
import { SERVER_ID_PATTERN, TAG_PATTERN } from "@/domain/servers/server";

export const sortKeys = [
  "state",
  "name",
  "cpu",
  "memory",
  "disk",
  "network",
  "load",
  "uptime",
  "seen",
] as const;
export type SortKey = (typeof sortKeys)[number];

export const stateFilters = ["all", "online", "offline", "alerting", "unknown", "paused"] as const;
export type StateFilter = (typeof stateFilters)[number];

/** What the overview's address says. Nonsense in it is left aside: a page is no place for a 422. */
const overviewQuerySchema = z.object({
  q: z.string().trim().max(100).catch(""),
  state: z.enum(stateFilters).catch("all"),
  tag: z.string().regex(TAG_PATTERN).nullable().catch(null),
  sort: z.enum(sortKeys).catch("name"),
  dir: z.enum(["asc", "desc"]).nullable().catch(null),
  view: z.enum(["table", "cards"]).catch("table"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type OverviewQuery = z.output<typeof overviewQuerySchema>;

export type SearchParams = Record<string, string | string[] | undefined>;

export function parseOverviewQuery(params: SearchParams): OverviewQuery {
  return overviewQuerySchema.parse(single(params));
}

/** The address of the overview with some of it changed; what is as usual is left out. */
export function overviewHref(query: OverviewQuery, change: Partial<OverviewQuery>): string {
  const wanted = { ...query, page: 1, ...change };
  const usual = parseOverviewQuery({});
  const entries = Object.entries(wanted).filter(
    ([key, value]) => value !== null && value !== usual[key as keyof OverviewQuery],
  );
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "/" : `/?${text}`;
}

/** A key that is given twice counts once. */
export function single(params: SearchParams): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]),
  );
}

/** A server's page. */
export function serverHref(id: string): string {
  return SERVER_ID_PATTERN.test(id) ? `/servers/${id}` : "/";
}
