import type { Route } from "next";
import Link from "next/link";
import { site } from "@/app/site";
import { ChartBoard } from "@/components/charts/chart-board";
import { NothingToDraw } from "@/components/servers/nothing-to-draw";
import { database } from "@/db/client";
import { type AlertRecord, listAlerts } from "@/db/queries/alerts";
import { listNamedSeries, listSnapshots } from "@/db/queries/lists";
import type { SampleSpan } from "@/db/queries/samples";
import { listSeries } from "@/db/queries/series";
import { subjectWords } from "@/domain/alerts/words";
import type { Container } from "@/domain/heartbeats/heartbeat";
import type { ChartMark } from "@/domain/metrics/chart";
import { coverageOfPoints } from "@/domain/metrics/coverage";
import { marksBetween } from "@/domain/metrics/gaps";
import { seriesKinds } from "@/domain/metrics/measures";
import { gapMs, listStepOfSpan, type Span, stepOfSpan } from "@/domain/metrics/range";
import { inShownUnits } from "@/domain/metrics/shown-units";
import { alertsHref, parseAlertsQuery } from "../../alerts/alerts-query";
import { chartSpecs } from "./chart-specs";
import { type Earlier, withEarlierLines } from "./earlier-lines";
import { type ChosenSpan, hrefsAround } from "./span-query";

/** So many marks a chart can carry before they are a fence. */
const ALERT_MARKS_MAX = 50;

/** Points a line: what a column of 700 px can show. */
const POINTS = 300;

/** How finely a span of a server is drawn; null is every sample as it is. */
export function chartStepMs(span: Span, samples: SampleSpan, intervalSeconds: number): number | null {
  return stepOfSpan(span, { points: POINTS, intervalSeconds, kept: samples.kept });
}

type ServerChartsProps = {
  id: string;
  span: ChosenSpan;
  stepMs: number | null;
  samples: SampleSpan;
  intervalSeconds: number;
  /** The time that this one is held against, `shiftMs` earlier. */
  compare: { shiftMs: number; word: string } | null;
  now: number;
};

export async function ServerCharts(props: ServerChartsProps) {
  const { id, span, stepMs, samples, intervalSeconds, compare, now } = props;
  const { from, to } = span;
  const db = database();
  const units = await site();
  const gap = gapMs(stepMs, intervalSeconds);
  const read = { serverId: id, from, to, stepMs };
  const listStepMs = listStepOfSpan(span, stepMs, samples.listsFrom);
  const readLists = { ...read, stepMs: listStepMs };
  const [points, alerts, named, containers, earlier] = await Promise.all([
    listSeries(db, read),
    listAlerts(db, { serverId: id, from, to, limit: ALERT_MARKS_MAX, offset: 0 }),
    listNamedSeries(db, { ...readLists, kinds: seriesKinds }),
    listSnapshots<Container>(db, { ...readLists, metricType: "containers" }),
    compare === null ? null : readEarlier(props, compare),
  ]);
  if (points.length === 0 && (earlier === null || earlier.points.length === 0)) {
    return (
      <NothingToDraw
        lastSampleAt={samples.last < from ? samples.last : null}
        {...hrefsAround(`/servers/${id}`, span, samples)}
      />
    );
  }
  const marks = marksBetween(
    points.map(({ last }) => ({ at: last.at, uptimeSeconds: last.uptime_seconds })),
    gap,
  );
  const specs = chartSpecs({
    from,
    to,
    gapMs: gap,
    listGapMs: gapMs(listStepMs, intervalSeconds),
    isAggregated: stepMs !== null,
    points,
    named,
    containers,
    marks: [...marks, ...alerts.alerts.map(alertMarkOn)],
  });
  const drawn = earlier === null ? specs : withEarlierLines(specs, earlier);
  return (
    <ChartBoard
      isZoomed={span.range === null}
      specs={drawn.map((spec) => inShownUnits(spec, units))}
      coverage={coverageOfPoints({
        from,
        to,
        points,
        stepMs,
        intervalSeconds,
        dueFrom: samples.dueFrom,
        now,
      })}
      note={
        <>
          {earlier === null || earlier.points.length > 0 ? null : (
            <p className="mt-1">There are no samples of the {earlier.word}.</p>
          )}
          {alerts.total <= ALERT_MARKS_MAX ? null : (
            <p className="mt-1">
              The newest {ALERT_MARKS_MAX} of{" "}
              <Link
                href={alertsHref(parseAlertsQuery({ status: "all", server: id })) as Route}
                className="underline underline-offset-2"
              >
                {alerts.total} alerts
              </Link>{" "}
              are marked.
            </p>
          )}
        </>
      }
    />
  );
}

/** Where the time before is kept more coarsely it is drawn so. */
async function readEarlier(
  { id, span, stepMs, samples, intervalSeconds }: ServerChartsProps,
  { shiftMs, word }: { shiftMs: number; word: string },
): Promise<Earlier> {
  const before = { from: span.from - shiftMs, to: span.to - shiftMs };
  const kept = chartStepMs(before, samples, intervalSeconds);
  const step = stepMs === null || kept === null ? (kept ?? stepMs) : Math.max(stepMs, kept);
  return {
    points: await listSeries(database(), { serverId: id, ...before, stepMs: step }),
    shiftMs,
    gapMs: gapMs(step, intervalSeconds),
    word,
  };
}

function alertMarkOn({ createdAt, severity, alertType, subject }: AlertRecord): ChartMark {
  return {
    at: createdAt,
    kind: "alert",
    severity,
    label: `${subjectWords(alertType, subject)}, ${severity}`,
  };
}
