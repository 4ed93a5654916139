import { z } from "zod";
import { type SearchParams, single } from "../overview-query";

export const serviceSortKeys = ["state", "service", "server", "since", "memory"] as const;
export type ServiceSortKey = (typeof serviceSortKeys)[number];

export const serviceStates = ["all", "down", "unknown", "running", "disabled"] as const;
export type ServiceState = (typeof serviceStates)[number];

const servicesQuerySchema = z.object({
  q: z.string().trim().max(100).catch(""),
  state: z.enum(serviceStates).catch("all"),
  sort: z.enum(serviceSortKeys).catch("state"),
  dir: z.enum(["asc", "desc"]).nullable().catch(null),
  view: z.enum(["table", "matrix"]).catch("table"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ServicesQuery = z.output<typeof servicesQuerySchema>;

/** Nonsense in the address is left aside. */
export function parseServicesQuery(params: SearchParams): ServicesQuery {
  return servicesQuerySchema.parse(single(params));
}

/** The address of the list with some of it changed; what is as usual is left out. */
export function servicesHref(query: ServicesQuery, change: Partial<ServicesQuery>): string {
  const wanted = { ...query, page: 1, ...change };
  const usual = parseServicesQuery({});
  const entries = Object.entries(wanted).filter(
    ([key, value]) => value !== null && value !== usual[key as keyof ServicesQuery],
  );
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "/services" : `/services?${text}`;
}

/** The page where the services of a server are seen and changed; `unit` is scrolled to. */
export function serverServicesHref(serverId: string, unit?: string): string {
  const fragment = unit === undefined ? "" : `#${encodeURIComponent(unit)}`;
  return `/servers/${serverId}/services${fragment}`;
}
