import type { Database } from "@/db/client";
import { type AuditFilter, type AuditRecord, listAuditBehind } from "@/db/queries/audit";
import { csvLine } from "@/domain/format/csv";

export type ExportFormat = "csv" | "json";

const RECORDS_AT_ONCE = 500;
const columns = [
  ...["id", "at", "actor_kind", "actor_id", "actor_name", "address", "action"],
  ...["subject_kind", "subject_id", "subject_name", "before", "after"],
];

/** The text of the export in pieces, the newest entry first; only one piece of the log is in memory. */
export async function* exportChunks(
  db: Database,
  { filter, format }: { filter: AuditFilter; format: ExportFormat },
): AsyncGenerator<string, void> {
  yield format === "csv" ? csvLine(columns) : "[";
  let behind: AuditRecord | null = null;
  for (;;) {
    const records: AuditRecord[] = await listAuditBehind(db, { ...filter, behind, limit: RECORDS_AT_ONCE });
    const isFirst = behind === null;
    if (records.length > 0) {
      yield format === "csv"
        ? records.map((record) => csvLine(cellsOf(record))).join("")
        : `${isFirst ? "\n" : ",\n"}${records.map((record) => JSON.stringify(objectOf(record))).join(",\n")}`;
    }
    behind = records.at(-1) ?? null;
    if (behind === null || records.length < RECORDS_AT_ONCE) break;
  }
  if (format === "json") yield "\n]\n";
}

function cellsOf(record: AuditRecord): (string | number | null)[] {
  return [
    ...[record.id, new Date(record.at).toISOString(), record.actorKind, record.actorId, record.actorName],
    ...[record.address, record.action, record.subjectKind, record.subjectId, record.subjectName],
    ...[record.before, record.after],
  ];
}

function objectOf(record: AuditRecord): Record<string, unknown> {
  const cells = cellsOf(record);
  const json = (text: string | null) => (text === null ? null : JSON.parse(text));
  return {
    ...Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
    before: json(record.before),
    after: json(record.after),
  };
}
