import { database } from "@/db/client";
import { findSampleSpan } from "@/db/queries/samples";
import { findServer } from "@/db/queries/servers";
import { exportQuerySchema } from "@/domain/metrics/metrics-query";
import { spanOfRange } from "@/domain/metrics/range";
import { now } from "@/hub/clock";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { answering, otherMethods } from "../../../../answer";
import { requireReader } from "../../../../authorise";
import { invalid, parseWith } from "../../../../body";
import { exportChunks, exportStepMs } from "./export-chunks";

/** The samples of a server as a file, as finely as they are kept, read piece by piece while they are sent. */
export const GET = answering<RouteContext<"/api/v1/servers/[id]/metrics/export">>(
  async (request, { params }) => {
    await requireReader(request);
    const { id } = await params;
    const query = parseWith(exportQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
    const db = database();
    const server = await findServer(db, id);
    if (server === null) throw serverNotFound(id);

    const requestedAt = now();
    const samples = await findSampleSpan(db, id);
    const { format, from, to = requestedAt } = query;
    const named = query.range ?? "24h";
    const range = from === undefined ? named : "custom";
    const span = from === undefined ? spanOfRange(named, requestedAt, samples?.first ?? null) : { from, to };
    if (span.from >= span.to) throw invalid([{ path: "from", message: "must lie in the past" }]);

    // Nothing is kept of what lies before the first sample or after now: a span of fifty years is not walked through.
    const known = {
      from: Math.max(span.from, (samples?.first ?? span.to) - 1),
      to: Math.min(span.to, requestedAt),
    };
    const chunks = exportChunks(db, {
      server: { id, name: server.displayName ?? id },
      range,
      asked: span,
      span: known,
      stepMs: exportStepMs(known, samples),
      format,
    });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new TextEncoder().encode(value));
      },
      async cancel() {
        await chunks.return(undefined);
      },
    });
    const name = `${id}-metrics-${range}-${new Date(requestedAt).toISOString().slice(0, 10)}.${format}`;
    return new Response(body, {
      headers: {
        "Content-Type": format === "json" ? "application/json" : "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "no-store",
      },
    });
  },
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
