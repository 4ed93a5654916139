import { requireAdmin } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { auditFilterOf, parseAuditQuery } from "../audit-query";
import { type ExportFormat, exportChunks } from "./export-chunks";

/** The log as a file, as the filters of the page say, read piece by piece while it is sent. */
export async function GET(request: Request): Promise<Response> {
  const { now } = await requireAdmin();
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const format: ExportFormat = params.format === "json" ? "json" : "csv";
  const chunks = exportChunks(database(), { filter: auditFilterOf(parseAuditQuery(params)), format });
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
  const name = `homelabcmd-audit-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  return new Response(body, {
    headers: {
      "Content-Type": format === "json" ? "application/json" : "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
