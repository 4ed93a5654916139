import { and, count, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../client";
import { auditLog } from "../schema";

export type AuditRecord = typeof auditLog.$inferSelect;

export type AuditFilter = {
  actor?: string;
  action?: string;
  /** A part of the subject's id or name. */
  subject?: string;
  /** Epoch milliseconds, both inclusive. */
  from?: number;
  to?: number;
};

/** What was done, the newest first, and how much there is of it. */
export async function listAudit(
  db: Database,
  { limit, offset, ...filter }: AuditFilter & { limit: number; offset: number },
): Promise<{ records: AuditRecord[]; total: number }> {
  const where = conditionOf(filter);
  const [records, totals] = await db.reader.batch([
    db.reader
      .select()
      .from(auditLog)
      .where(where)
      .orderBy(desc(auditLog.at), desc(auditLog.id))
      .limit(limit)
      .offset(offset),
    db.reader.select({ total: count() }).from(auditLog).where(where),
  ]);
  return { records, total: totals[0]?.total ?? 0 };
}

/** The same from behind a record on, so that an export of years is read piece by piece: what is added meanwhile is not in it. */
export async function listAuditBehind(
  db: Database,
  { behind, limit, ...filter }: AuditFilter & { behind: AuditRecord | null; limit: number },
): Promise<AuditRecord[]> {
  const isBehind =
    behind === null
      ? undefined
      : or(lt(auditLog.at, behind.at), and(eq(auditLog.at, behind.at), lt(auditLog.id, behind.id)));
  return db.reader
    .select()
    .from(auditLog)
    .where(and(conditionOf(filter), isBehind))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit);
}

/** Who and what there is to filter by. */
export async function listAuditChoices(db: Database): Promise<{ actors: string[]; actions: string[] }> {
  const [actors, actions] = await db.reader.batch([
    db.reader.selectDistinct({ value: auditLog.actorName }).from(auditLog).orderBy(auditLog.actorName),
    db.reader.selectDistinct({ value: auditLog.action }).from(auditLog).orderBy(auditLog.action),
  ]);
  return { actors: actors.map(({ value }) => value), actions: actions.map(({ value }) => value) };
}

function conditionOf({ actor, action, subject, from, to }: AuditFilter): SQL | undefined {
  return and(
    actor === undefined ? undefined : eq(auditLog.actorName, actor),
    action === undefined ? undefined : eq(auditLog.action, action),
    subject === undefined
      ? undefined
      : sql`(instr(lower(${auditLog.subjectId}), lower(${subject})) > 0 OR instr(lower(${auditLog.subjectName}), lower(${subject})) > 0)`,
    from === undefined ? undefined : gte(auditLog.at, from),
    to === undefined ? undefined : lte(auditLog.at, to),
  );
}
