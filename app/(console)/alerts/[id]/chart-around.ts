import type { Database } from "@/db/client";
import type { AlertRecord } from "@/db/queries/alerts";
import { listNamedSeries } from "@/db/queries/lists";
import { findSampleSpan } from "@/db/queries/samples";
import { listSeries } from "@/db/queries/series";
import type { ServerRecord } from "@/db/queries/servers";
import type { ChartLine, ChartMark, ChartSpec } from "@/domain/metrics/chart";
import { gapMs, listStepOfSpan, stepOfSpan } from "@/domain/metrics/range";
import { chartSpecs } from "../../servers/[id]/chart-specs";
import { lineWords } from "../alert-view";

/** Points a line: what the page's width can show. */
const POINTS = 600;

/** The chart of what an alert is about, with the line that was crossed; null where nothing is drawn of it. */
export async function chartAround(
  db: Database,
  alert: AlertRecord,
  server: ServerRecord,
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
  const specs = chartSpecs({
    from,
    to,
    gapMs: gapMs(stepMs, intervalSeconds),
    listGapMs: gapMs(listStepMs, intervalSeconds),
    isAggregated: stepMs !== null,
    points: await listSeries(db, range),
    named:
      id === "disk" ? await listNamedSeries(db, { ...range, stepMs: listStepMs, kinds: ["filesystem"] }) : [],
    containers: [],
    marks: marksOf(alert),
  });
  const spec = specs.find((each) => each.id === id);
  if (spec === undefined) return null;
  return { ...spec, series: seriesOf(spec, alert.subject), lines: linesOf(alert, server.cpuCores) };
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

/** The filesystem that the alert is about, alone; all of them where it says none. */
function seriesOf(spec: ChartSpec, subject: string): ChartSpec["series"] {
  const own = spec.id === "disk" ? spec.series.filter(({ key }) => key === subject) : [];
  return own.length > 0 ? own : spec.series;
}

function linesOf(alert: AlertRecord, cpuCores: number | null): ChartLine[] {
  const { alertType, thresholdValue } = alert;
  if (thresholdValue === null || alertType === "offline" || alertType === "capacity") return [];
  const label = lineWords(alertType, thresholdValue);
  // The rule is per core, the chart is not.
  if (alertType === "load") {
    return cpuCores === null ? [] : [{ value: thresholdValue * cpuCores, label: `${label} per core` }];
  }
  return [{ value: thresholdValue, label }];
}

function marksOf(alert: AlertRecord): ChartMark[] {
  const { severity } = alert;
  const kind = "alert" as const;
  return [
    { at: alert.createdAt, kind, severity, label: "Opened" },
    ...(alert.resolvedAt === null ? [] : [{ at: alert.resolvedAt, kind, severity, label: "Resolved" }]),
  ];
}
