import type { Metadata, Route } from "next";
import { firstMsOf, lastMsOf } from "@/app/(console)/day-query";
import { requireAdmin } from "@/app/require-person";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditList } from "@/components/audit/audit-list";
import { SettingsHead } from "@/components/settings/settings-head";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { database } from "@/db/client";
import { listAudit, listAuditChoices } from "@/db/queries/audit";
import { auditFilterOf, auditHref, parseAuditQuery, RECORDS_PER_PAGE } from "./audit-query";
import { actionWords, auditRow } from "./audit-view";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/settings/audit">) {
  const { role } = await requireAdmin();
  const query = parseAuditQuery(await searchParams);
  const filter = auditFilterOf(query);
  const [{ records, total }, { actors, actions }] = await Promise.all([
    listAudit(database(), {
      ...filter,
      limit: RECORDS_PER_PAGE,
      offset: (query.page - 1) * RECORDS_PER_PAGE,
    }),
    listAuditChoices(database()),
  ]);
  const pages = Math.max(1, Math.ceil(total / RECORDS_PER_PAGE));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <SettingsHead current="audit" role={role} />
      <p className="mb-4 max-w-prose text-secondary text-table">
        Who changed what, from where, and what it was before. The database refuses to change or to delete what
        is written here.
      </p>
      <AuditFilters
        who={query.who}
        actors={actors}
        action={query.action}
        actions={actions.map((value) => ({ value, label: actionWords(value) }))}
        subject={query.subject}
        from={firstMsOf(query.from)}
        to={lastMsOf(query.to)}
        resetHref={isFiltered ? "/settings/audit" : null}
      />
      <div className="mt-4">
        {records.length === 0 ? (
          <Notice title={isFiltered || total > 0 ? "No entry matches" : "Nobody has changed anything yet"}>
            {isFiltered || total > 0
              ? "There is none of that person, action, subject and time at once."
              : "Every change that a person or a program makes will stand here."}
          </Notice>
        ) : (
          <AuditList rows={records.map(auditRow)} />
        )}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3 text-table print:hidden">
        {pages === 1 && query.page === 1 ? null : (
          <nav aria-label="Pages of the log" className="flex items-center gap-3">
            {query.page > 1 ? (
              <LinkButton href={auditHref(query, { page: Math.min(query.page - 1, pages) }) as Route}>
                Newer
              </LinkButton>
            ) : null}
            <span className="text-secondary">
              Page <span className="figures">{query.page}</span> of <span className="figures">{pages}</span>
            </span>
            {query.page < pages ? (
              <LinkButton href={auditHref(query, { page: query.page + 1 }) as Route}>Older</LinkButton>
            ) : null}
          </nav>
        )}
        {total === 0 ? null : (
          <p className="text-secondary">
            Export <span className="figures">{total}</span> {total === 1 ? "entry" : "entries"} as{" "}
            <a href={auditHref(query, { format: "csv" })} className="underline underline-offset-2">
              CSV
            </a>{" "}
            or{" "}
            <a href={auditHref(query, { format: "json" })} className="underline underline-offset-2">
              JSON
            </a>
          </p>
        )}
      </div>
    </>
  );
}
