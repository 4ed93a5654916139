import type { Database } from "@/db/client";
import type { AlertEventRecord, AlertRecord } from "@/db/queries/alerts";
import { listNamedSeries, type NamedSeries } from "@/db/queries/lists";
import { findSampleSpan } from "@/db/queries/samples";
import { listSeries } from "@/db/queries/series";
import type { ServerRecord } from "@/db/queries/servers";
import type { AlertType } from "@/domain/alerts/alert";
import type { CrossedLine } from "@/domain/alerts/crossed-lines";
import type { ChartLine, ChartSpec } from "@/domain/metrics/chart";
import { gapMs, listStepOfSpan, stepOfSpan } from "@/domain/metrics/range";
import { chartSpecs } from "../../servers/[id]/chart-specs";
import { lineWords } from "../alert-view";
import { marksOf, percentDomain } from "./detail-view";

/** Points a line: what the page's width can show. */
const POINTS = 600;

/** The chart of what an alert is about, with the lines that matter to it; null where nothing is drawn of it. */
export async function chartAround(
  db: Database,
  {
    alert,
    server,
    events,
    crossed,
  }: { alert: AlertRecord; server: ServerRecord; events: AlertEventRecord[]; crossed: CrossedLine[] },
  { from, to }: { from: number; to: number },
): Promise<ChartSpec | null> {
  const id = chartIdOf[alert.alertType];
  if (id === undefined) return null;
  const { heartbeatIntervalSeconds: intervalSeconds } = server;
  const samples = await findSampleSpan(db, alert.serverId);
  if (samples === null) return null;
  const span = { from, to };
  const stepMs = stepOfSpan(span, { points: POINTS, intervalSeconds, kept: samples.kept });
  const listStepMs = listStepOfSpan(span, stepMs, samples.listsFrom);
  const range = { serverId: alert.serverId, from, to, stepMs };
  const lists = { ...range, stepMs: listStepMs, kinds: ["filesystem"] as const };
  const specs = chartSpecs({
    from,
    to,
    gapMs: gapMs(stepMs, intervalSeconds),
    listGapMs: gapMs(listStepMs, intervalSeconds),
    isAggregated: stepMs !== null,
    points: await listSeries(db, range),
    named: id === "disk" ? ownOrAll(await listNamedSeries(db, lists), alert.subject) : [],
    containers: [],
    marks: marksOf(alert, events),
  });
  const spec = specs.find((each) => each.id === id);
  if (spec === undefined) return null;
  const shown = {
    ...spec,
    series: seriesOf(spec),
    lines: levelsOf(alert.alertType, crossed, server.cpuCores),
  };
  // Silence is a gap in a line that is as calm as ever; what is held against a line is shown close to it.
  return spec.unit === "percent" && shown.lines.length > 0
    ? { ...shown, domain: percentDomain(shown) }
    : shown;
}

/** Silence is seen in any chart: as a gap. */
const chartIdOf: Partial<Record<AlertRecord["alertType"], string>> = {
  cpu: "cpu",
  memory: "memory",
  disk: "disk",
  capacity: "disk",
  load: "load",
  offline: "cpu",
};

/** Memory without swap; of other charts all lines. */
function seriesOf({ id, series }: ChartSpec): ChartSpec["series"] {
  return id === "memory" ? series.filter(({ key }) => key === "memory") : series;
}

/** The filesystem that the alert is about, alone, however many are fuller; all of them where it says none. */
function ownOrAll(named: NamedSeries[], subject: string): NamedSeries[] {
  const own = named.filter(({ name }) => name === subject);
  return own.length > 0 ? own : named;
}

function levelsOf(alertType: AlertType, crossed: CrossedLine[], cpuCores: number | null): ChartLine[] {
  if (alertType === "offline" || alertType === "capacity") return [];
  return crossed.flatMap(({ severity, value }) => {
    const label = `${severity} ${lineWords(alertType, value)}`;
    if (alertType !== "load") return [{ value, label }];
    // The rule is per core, the chart is not.
    return cpuCores === null ? [] : [{ value: value * cpuCores, label: `${label} per core` }];
  });
}
