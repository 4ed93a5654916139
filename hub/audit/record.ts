import type { InStatement, InValue } from "@libsql/client";
import { changedParts } from "../../domain/audit/difference";
import { redact } from "../../domain/audit/redact";
import { type Actor, actorName } from "../../domain/people/actor";

/** Who does a deed, from which address, and when: what a request knows of itself, handed on to the deed as a whole. */
export type By = { actor: Actor; address: string | null; now: number };

/** The hub itself, for what happens because time passed. */
export function byHub(now: number): By {
  return { actor: { kind: "hub" }, address: null, now };
}

/** `<noun>.<verb>`, both in the words of the glossary. */
export type AuditAction = `${string}.${string}`;

export type AuditEntry = {
  action: AuditAction;
  subject: { kind: string; id: string | number; name?: string | null };
  /** As it was; null where there was nothing. Only what differs from `after` is kept, and no secret. */
  before: unknown;
  /** As it is; null where nothing is left. */
  after: unknown;
};

const COLUMNS = `at, actor_kind, actor_id, actor_name, address, action, subject_kind, subject_id, subject_name, before, after`;

/**
 * The statements that a deed adds to its own transaction, so that no change is without its record and no record without its
 * change. None where nothing differs.
 */
export function audit(by: By, entry: AuditEntry): InStatement[] {
  return entryStatement(by, entry, "true");
}

/** The same for a deed that is guarded in SQL: stands directly after that statement, and says nothing where it changed no row. */
export function auditIfChanged(by: By, entry: AuditEntry): InStatement[] {
  return entryStatement(by, entry, "changes() > 0");
}

/**
 * The same for many rows at once, chosen in SQL: `rows` is a SELECT of subject id, subject name, before and after (as JSON, and
 * without secrets), which stands before the statement that changes them. Parameters are named, `:ids`.
 */
export function auditRows(
  by: By,
  entry: { action: AuditAction; subjectKind: string; rows: string; args: Record<string, InValue> },
): InStatement {
  return {
    sql: `INSERT INTO audit_log (${COLUMNS})
          SELECT CAST(:by_now AS INTEGER), :by_kind, :by_id, :by_name, :by_address, :by_action, :by_subject, *
          FROM (${entry.rows})`,
    args: {
      ...{ by_now: by.now, by_kind: by.actor.kind, by_id: actorId(by.actor), by_name: actorName(by.actor) },
      ...{ by_address: by.address, by_action: entry.action, by_subject: entry.subjectKind },
      ...entry.args,
    },
  };
}

function entryStatement(
  by: By,
  { action, subject, before, after }: AuditEntry,
  guard: string,
): InStatement[] {
  const changed = changedParts(before ?? null, after ?? null);
  if (changed === null) return [];
  const json = (value: unknown) => (value === null ? null : JSON.stringify(redact(value)));
  return [
    {
      sql: `INSERT INTO audit_log (${COLUMNS})
            SELECT CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ${guard}`,
      args: [
        ...[by.now, by.actor.kind, actorId(by.actor), actorName(by.actor), by.address, action],
        ...[subject.kind, String(subject.id), subject.name ?? String(subject.id)],
        ...[json(changed.before), json(changed.after)],
      ],
    },
  ];
}

function actorId(actor: Actor): string | null {
  return actor.kind === "hub" ? null : actor.id;
}
