import { z } from "zod";
import { dayParam, firstMsOf, lastMsOf } from "@/app/(console)/day-query";
import { type SearchParams, single } from "@/app/(console)/overview-query";
import type { AuditFilter } from "@/db/queries/audit";

export const RECORDS_PER_PAGE = 50;

const words = z.string().trim().min(1).max(255).nullable().catch(null);

/** What the address of the page says. Nonsense in it is left aside, and so is an empty choice of a form. */
const auditQuerySchema = z.object({
  who: words,
  action: words,
  subject: words,
  from: dayParam.nullable().catch(null),
  to: dayParam.nullable().catch(null),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type AuditQuery = z.output<typeof auditQuerySchema>;

export function parseAuditQuery(params: SearchParams): AuditQuery {
  return auditQuerySchema.parse({ who: null, action: null, subject: null, ...single(params) });
}

/** The address of the page, or of the export, with some of it changed; what is as usual is left out. */
export function auditHref(
  query: AuditQuery,
  change: Partial<AuditQuery> & { format?: "csv" | "json" } = {},
): string {
  const path = change.format === undefined ? "/settings/audit" : "/settings/audit/export";
  const entries = Object.entries({ ...query, page: 1, ...change }).filter(
    ([key, value]) => value !== null && value !== undefined && !(key === "page" && value === 1),
  );
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The same as the database is asked; the last day counts whole. */
export function auditFilterOf({ who, action, subject, from, to }: AuditQuery): AuditFilter {
  return {
    actor: who ?? undefined,
    action: action ?? undefined,
    subject: subject ?? undefined,
    from: firstMsOf(from) ?? undefined,
    to: lastMsOf(to) ?? undefined,
  };
}
