import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { requireAdmin } from "@/app/(console)/require-operator";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { findBackup, requireBackupPlace } from "@/hub/backups/backup-place";
import { log } from "@/hub/log";

export const dynamic = "force-dynamic";

/** A backup as a file to keep, sent as it is read. For people: a program finds it in the folder. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  await requireAdmin();
  const headers = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  try {
    const backup = findBackup(requireBackupPlace(database()), (await params).name);
    log().info({ backup: backup.name }, "backup downloaded");
    const stream = Readable.toWeb(createReadStream(/*turbopackIgnore: true*/ backup.path)) as ReadableStream;
    return new Response(stream, {
      headers: {
        ...headers,
        "Content-Type": "application/vnd.sqlite3",
        "Content-Length": String(backup.bytes),
        // The name is one that this hub made, of letters that need no encoding but for the database's own.
        "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(backup.name)}`,
      },
    });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return new Response(`${error.message}.\n`, {
      status: 404,
      headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
    });
  }
}
