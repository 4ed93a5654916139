import type { FleetRow } from "@/components/charts/fleet-table";
import { looksOf } from "@/components/charts/series-look";
import type { FleetSeries } from "@/db/queries/fleet-series";
import type { ServerRecord } from "@/db/queries/servers";
import { type ChartSpec, TEMPERATURE_AXIS_LOW_CELSIUS } from "@/domain/metrics/chart";
import { fleetMetricWords } from "@/domain/metrics/fleet-metric";
import { withGaps } from "@/domain/metrics/gaps";
import { gapMs, type Span } from "@/domain/metrics/range";
import { conversionOf, inShownUnits, type ShownUnits } from "@/domain/metrics/shown-units";
import { serverHref } from "../overview-query";
import type { FleetQuery } from "./fleet-query";

export type FleetView = {
  /** "The 8 servers with the highest mean, of 11 tagged lab." */
  sentence: string;
  spec: ChartSpec;
  /** The highest first. */
  rows: FleetRow[];
};

/** The picture of many servers, its words and its figures. */
export function fleetView(options: {
  series: FleetSeries[];
  servers: ServerRecord[];
  query: FleetQuery;
  span: Span;
  stepMs: number;
  units: ShownUnits;
}): FleetView {
  const { query, span, stepMs, units } = options;
  const byId = new Map(options.servers.map((server) => [server.id, server]));
  const { title, unit } = fleetMetricWords[query.metric];
  const rank = ({ mean, max }: FleetSeries) => (query.by === "max" ? max : mean) ?? Number.NEGATIVE_INFINITY;
  const sorted = [...options.series].sort((a, b) => rank(b) - rank(a));
  const lines = sorted.map(({ serverId, points }) => {
    const server = byId.get(serverId);
    return {
      key: serverId,
      label: server?.displayName ?? serverId,
      series: "server" as const,
      points: withGaps(
        points.map(({ at, mean }) => ({ at, value: mean })),
        gapMs(stepMs, server?.heartbeatIntervalSeconds ?? 60),
      ),
    };
  });
  const looks = looksOf(lines);
  const convert = conversionOf(unit, units)?.convert ?? ((value: number) => value);
  const shown = (value: number | null) => (value === null ? null : convert(value));
  return {
    sentence: sentenceOf(query, options.servers, sorted.length),
    spec: inShownUnits(
      {
        id: query.metric,
        title,
        unit,
        // Nobody is near the ceiling for long: the lines would lie on one another at the foot.
        ...(query.metric === "cpu" ? { domain: [0, "auto"] as const } : {}),
        ...(unit === "celsius" ? { domain: [TEMPERATURE_AXIS_LOW_CELSIUS, "auto"] as const } : {}),
        series: lines,
        ...span,
      },
      units,
    ),
    rows: sorted.map(({ serverId, mean, min, max, points }, index) => ({
      key: serverId,
      name: lines[index]?.label ?? serverId,
      href: serverHref(serverId),
      look: looks[index] ?? { className: "", dash: undefined },
      latest: shown(points.at(-1)?.mean ?? null),
      mean: shown(mean),
      min: shown(min),
      max: shown(max),
    })),
  };
}

function sentenceOf({ picked, by, tag }: FleetQuery, servers: ServerRecord[], shown: number): string {
  if (picked.length > 0) return shown === 1 ? "One server, picked." : `${shown} servers, picked.`;
  const known = tag === null ? servers : servers.filter(({ tags }) => tags.includes(tag));
  const tagged = tag === null ? "" : ` tagged ${tag}`;
  if (shown === known.length)
    return known.length === 1 ? `The one server${tagged}.` : `All ${shown} servers${tagged}.`;
  return `The ${shown} of ${known.length} servers${tagged} with the highest ${by === "max" ? "peak" : "mean"}.`;
}
