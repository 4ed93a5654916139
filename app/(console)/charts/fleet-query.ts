import { z } from "zod";
import { FLEET_LINES_MAX, type FleetMetric, fleetMetrics, rankings } from "@/domain/metrics/fleet-metric";
import { SERVER_ID_PATTERN, TAG_PATTERN } from "@/domain/servers/server";
import { type SearchParams, single } from "../overview-query";

/** How many servers a picture is offered with. */
export const topCounts = [5, 8, FLEET_LINES_MAX] as const;

/** What the address of the fleet's charts says, but for the time. Nonsense in it is left aside. */
const fleetQuerySchema = z.object({
  metric: z.enum(fleetMetrics).catch("cpu"),
  by: z.enum(rankings).catch("mean"),
  top: z.coerce.number().pipe(z.literal(topCounts)).catch(8),
  tag: z.string().regex(TAG_PATTERN).nullable().catch(null),
});

export type FleetQuery = z.output<typeof fleetQuerySchema> & {
  metric: FleetMetric;
  /** Servers that were picked by name; none: the top ones. */
  picked: string[];
};

export function parseFleetQuery(params: SearchParams): FleetQuery {
  const ids = [params.server ?? []].flat().filter((id) => SERVER_ID_PATTERN.test(id));
  return { ...fleetQuerySchema.parse(single(params)), picked: [...new Set(ids)].slice(0, FLEET_LINES_MAX) };
}

/** The query as parameters of an address; what is as usual is left out. */
export function fleetParams(query: FleetQuery): [string, string][] {
  const usual = parseFleetQuery({});
  const { picked, ...choices } = query;
  return [
    ...Object.entries(choices)
      .filter(([key, value]) => value !== null && value !== usual[key as keyof FleetQuery])
      .map(([key, value]): [string, string] => [key, String(value)]),
    ...picked.map((id): [string, string] => ["server", id]),
  ];
}
