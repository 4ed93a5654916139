import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { FleetChart } from "@/components/charts/fleet-chart";
import { FleetChoices } from "@/components/charts/fleet-choices";
import { FleetTable } from "@/components/charts/fleet-table";
import { TimePicker } from "@/components/servers/time-picker";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { database } from "@/db/client";
import { findFleetKept, findFleetStart, listFleetSeries, listTopServers } from "@/db/queries/fleet-series";
import { listServers, listTags } from "@/db/queries/servers";
import { FLEET_LINES_MAX, fleetMetrics, fleetMetricWords, rankings } from "@/domain/metrics/fleet-metric";
import { stepOfSpan } from "@/domain/metrics/range";
import { now } from "@/hub/clock";
import { pickerView } from "../servers/[id]/picker-view";
import { chosenSpan, spanHref } from "../servers/[id]/span-query";
import { type FleetQuery, fleetParams, parseFleetQuery, topCounts } from "./fleet-query";
import { fleetView } from "./fleet-view";

export const metadata: Metadata = { title: "Charts" };

/** Points a line: what the page's width can show apart where twelve of them cross. */
const POINTS = 240;
/** So few buckets are enough to tell which servers are the highest. */
const RANKING_POINTS = 28;
const MINUTE_MS = 60_000;

export default async function FleetPage({ searchParams }: PageProps<"/charts">) {
  await requireViewer();
  const db = database();
  const at = now();
  const params = await searchParams;
  const query = parseFleetQuery(params);
  const first = await findFleetStart(db);
  if (first === null) {
    return (
      <Notice isPage title="No samples yet" action={<LinkButton href="/">Overview</LinkButton>}>
        Charts of all servers begin with the first heartbeat of any of them.
      </Notice>
    );
  }
  const span = chosenSpan(params, at, first);
  const servers = await listServers(db);
  const kept = await findFleetKept(db);
  const stepOf = (points: number) => stepOfSpan(span, { points, intervalSeconds: 60, kept });
  const stepMs = stepOf(POINTS) ?? MINUTE_MS;
  const known = new Set(servers.map(({ id }) => id));
  const serverIds =
    query.picked.length > 0
      ? query.picked.filter((id) => known.has(id))
      : await listTopServers(db, { ...query, ...span, stepMs: stepOf(RANKING_POINTS), limit: query.top });
  const series = await listFleetSeries(db, { metric: query.metric, serverIds, ...span, stepMs });
  const view = fleetView({ series, servers, query, span, stepMs, units: await site() });
  const tags = await listTags(db);

  const pathname = "/charts";
  const cut = span.range === null ? { span } : {};
  const hrefOf = (change: Partial<FleetQuery>) =>
    spanHref(pathname, { range: span.wholeRange, ...cut }, fleetParams({ ...query, ...change }));
  const time = new URL(spanHref(pathname, { range: span.wholeRange, ...cut }), "http://hub").searchParams;
  const isTop = query.picked.length === 0;
  return (
    <>
      <h1 className="font-semibold text-title">Servers compared</h1>
      <p className="text-secondary text-table">{view.sentence}</p>
      <FleetChoices
        metrics={fleetMetrics.map((metric) => ({
          label: fleetMetricWords[metric].word,
          href: hrefOf({ metric }),
          isCurrent: query.metric === metric,
        }))}
        tops={topCounts.map((top) => ({
          label: String(top),
          href: hrefOf({ top, picked: [] }),
          isCurrent: isTop && query.top === top,
        }))}
        rankings={rankings.map((by) => ({
          label: by === "max" ? "peak" : "mean",
          href: hrefOf({ by }),
          isCurrent: query.by === by,
        }))}
        tags={
          tags.length === 0
            ? []
            : [null, ...tags.map(({ tag }) => tag)].map((tag) => ({
                label: tag ?? "any tag",
                href: hrefOf({ tag, picked: [] }),
                isCurrent: isTop && query.tag === tag,
              }))
        }
        servers={servers.map(({ id, displayName }) => ({
          id,
          name: displayName ?? id,
          isPicked: query.picked.includes(id),
        }))}
        kept={[...fleetParams({ ...query, picked: [] }), ...time]}
        linesMax={FLEET_LINES_MAX}
      />
      <TimePicker
        {...pickerView({ pathname, span, now: at, firstSampleAt: first, more: fleetParams(query) })}
      />
      {view.rows.some(({ mean }) => mean !== null) ? (
        <>
          <FleetChart spec={view.spec} isZoomed={span.range === null} />
          <FleetTable rows={view.rows} unit={view.spec.unit} />
        </>
      ) : (
        <Notice
          title="Nothing to draw"
          action={<LinkButton href={hrefOf({ picked: [], tag: null })}>All servers</LinkButton>}
        >
          None of these servers has reported {fleetMetricWords[query.metric].word} in this time.
        </Notice>
      )}
    </>
  );
}
