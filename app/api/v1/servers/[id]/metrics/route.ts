import { database } from "@/db/client";
import { findSampleSpan } from "@/db/queries/samples";
import { listSeries } from "@/db/queries/series";
import { findServer } from "@/db/queries/servers";
import { coverageOfPoints } from "@/domain/metrics/coverage";
import { metricsQuerySchema } from "@/domain/metrics/metrics-query";
import { resolutionName, spanOfRange, stepOfSpan } from "@/domain/metrics/range";
import { now } from "@/hub/clock";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { answering, otherMethods } from "../../../answer";
import { requireReader } from "../../../authorise";
import { invalid, parseWith } from "../../../body";
import { dataPoints } from "./data-points";

/** The samples of a server, as they are or in buckets of which none is invented: a gap stays a gap. */
export const GET = answering<RouteContext<"/api/v1/servers/[id]/metrics">>(async (request, { params }) => {
  await requireReader(request);
  const { id } = await params;
  const query = parseWith(metricsQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  const server = await findServer(database(), id);
  if (server === null) throw serverNotFound(id);

  const requestedAt = now();
  const samples = await findSampleSpan(database(), id);
  const range = query.range ?? "24h";
  const span =
    query.from === undefined
      ? spanOfRange(range, requestedAt, samples?.first ?? null)
      : { from: query.from, to: query.to ?? requestedAt };
  if (span.from >= span.to) throw invalid([{ path: "from", message: "must lie in the past" }]);
  const intervalSeconds = server.heartbeatIntervalSeconds;
  const stepMs = stepOfSpan(span, { points: query.points, intervalSeconds, kept: samples?.kept });
  const series = await listSeries(database(), { serverId: id, ...span, stepMs });
  const points = dataPoints(series, { stepMs });
  const { samples: arrived, due } = coverageOfPoints({
    ...span,
    points: series,
    stepMs,
    intervalSeconds,
    dueFrom: samples?.dueFrom ?? null,
    now: requestedAt,
  });
  return Response.json({
    server_id: id,
    range: query.from === undefined ? range : "custom",
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    resolution: resolutionName(stepMs),
    coverage: due === 0 ? 0 : arrived / due,
    data_points: points,
    total_points: points.length,
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
