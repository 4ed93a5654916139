import type { AuditRow } from "@/components/audit/audit-list";
import type { AuditRecord } from "@/db/queries/audit";
import { listDifferences } from "@/domain/audit/difference";

/** One record as a row: what differs, place by place. */
export function auditRow(record: AuditRecord): AuditRow {
  const [before, after] = [parsed(record.before), parsed(record.after)];
  return {
    id: record.id,
    at: record.at,
    actor: record.actorName,
    actorKind: record.actorKind,
    address: record.address,
    action: actionWords(record.action),
    subject: record.subjectName,
    subjectKind: record.action.startsWith(`${record.subjectKind}.`)
      ? null
      : record.subjectKind.replaceAll("_", " "),
    changes: listDifferences(before, after).map((difference) => ({
      path: difference.path === "" ? "value" : difference.path,
      before: wordsOf(difference.before),
      after: wordsOf(difference.after),
    })),
  };
}

/** `server.update` as people say it. */
export function actionWords(action: string): string {
  return action.replaceAll("_", " ").replace(".", " · ");
}

/** Null where there is nothing; what was not known is a dash, as everywhere. */
function wordsOf(value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null || value === "") return "–";
  if (Array.isArray(value) && value.length === 0) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.join(", ");
  if (value === true) return "yes";
  if (value === false) return "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
