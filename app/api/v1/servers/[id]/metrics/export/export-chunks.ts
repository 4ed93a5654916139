import type { Database } from "@/db/client";
import type { SampleSpan } from "@/db/queries/samples";
import { listSeries } from "@/db/queries/series";
import { csvLine } from "@/domain/format/csv";
import type { ExportFormat } from "@/domain/metrics/metrics-query";
import { resolutionName, type Span } from "@/domain/metrics/range";
import { dataPoints, pointColumns } from "../data-points";

const DAY_MS = 86_400_000;

type Export = {
  server: { id: string; name: string };
  range: string;
  /** As it was asked for, which the head says. */
  asked: Span;
  /** The part of it of which anything can be known. */
  span: Span;
  stepMs: number | null;
  format: ExportFormat;
};

/** As finely as all of the span is still kept: null is every sample. */
export function exportStepMs({ from }: Span, samples: SampleSpan | null): number | null {
  const kept = samples?.kept;
  if (kept === undefined || from >= kept.raw) return null;
  if (from >= kept["5m"]) return 300_000;
  return from >= kept["1h"] ? 3_600_000 : DAY_MS;
}

/** The text of the export in pieces, oldest first; only one piece of the history is in memory. */
export async function* exportChunks(db: Database, options: Export): AsyncGenerator<string, void> {
  const { server, range, asked, span, stepMs, format } = options;
  const columns = pointColumns(stepMs !== null);
  const head = {
    server_id: server.id,
    range,
    from: new Date(asked.from).toISOString(),
    to: new Date(asked.to).toISOString(),
    resolution: resolutionName(stepMs),
  };
  yield format === "csv"
    ? csvLine(["server_id", "server", ...columns])
    : `${JSON.stringify(head).slice(0, -1)},"data_points":[`;
  let isFirst = true;
  for (const piece of pieces(span, stepMs)) {
    const points = dataPoints(await listSeries(db, { serverId: server.id, ...piece, stepMs }), { stepMs });
    // A wrong clock may have left a sample decades ago: what lies in between is walked through while others have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (points.length === 0) continue;
    if (format === "csv") {
      yield points
        .map((point) => {
          const cells: Record<string, string | number | null> = point;
          return csvLine([server.id, server.name, ...columns.map((column) => cells[column] ?? null)]);
        })
        .join("");
    } else {
      yield `${isFirst ? "\n" : ",\n"}${points.map((point) => JSON.stringify(point)).join(",\n")}`;
    }
    isFirst = false;
  }
  if (format === "json") yield "\n]}\n";
}

/** The span in pieces of whole buckets, each of at most a few thousand points. */
function* pieces({ from, to }: Span, stepMs: number | null): Generator<Span, void> {
  const pieceMs = stepMs === null ? DAY_MS : 2000 * stepMs;
  for (let start = from; start <= to; ) {
    const next = (Math.floor(start / pieceMs) + 1) * pieceMs;
    yield { from: start, to: Math.min(next - 1, to) };
    start = next;
  }
}
