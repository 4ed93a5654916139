import { LocalTime } from "../ui/local-time";

export type AuditRow = {
  id: number;
  at: number;
  actor: string;
  actorKind: "person" | "key" | "hub";
  address: string | null;
  action: string;
  subject: string;
  /** Null where the action has said it. */
  subjectKind: string | null;
  /** Null before: it was not there; null after: it is gone. */
  changes: { path: string; before: string | null; after: string | null }[];
};

/** Who did what, one entry a deed, with what it changed below it. */
export function AuditList({ rows }: { rows: AuditRow[] }) {
  return (
    <ol aria-label="Audit log" className="border-y">
      {rows.map((row) => (
        <li
          key={row.id}
          className="grid gap-x-4 gap-y-0.5 border-b py-2 text-table last:border-b-0 md:grid-cols-[8.5rem_12rem_minmax(0,1fr)]"
        >
          <span className="text-secondary">
            <LocalTime at={row.at} />
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="font-medium">{row.actor}</span>
            {row.actorKind === "key" ? <span className="text-secondary"> (key)</span> : null}
            {row.address === null ? null : (
              <span className="figures block text-label text-secondary">{row.address}</span>
            )}
          </span>
          <div className="min-w-0">
            <p className="[overflow-wrap:anywhere]">
              {row.action}{" "}
              {row.subjectKind === null ? null : <span className="text-secondary">{row.subjectKind} </span>}
              <span className="font-medium">{row.subject}</span>
            </p>
            {row.changes.length === 0 ? null : (
              <dl className="mt-1 grid gap-y-0.5 text-label">
                {row.changes.map(({ path, before, after }) => (
                  <div key={path} className="grid gap-x-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
                    <dt className="truncate text-secondary" title={path}>
                      {path}
                    </dt>
                    <dd className="min-w-0 [overflow-wrap:anywhere]">
                      <Change before={before} after={after} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** `85 → 80`; what was not there has no left side, and what is gone is struck out. Read aloud in words. */
function Change({ before, after }: { before: string | null; after: string | null }) {
  if (before === null) return <ins className="no-underline">{after}</ins>;
  if (after === null) {
    return (
      <>
        <span className="sr-only">removed: </span>
        <del className="text-secondary">{before}</del>
      </>
    );
  }
  return (
    <>
      <del className="text-secondary no-underline">{before}</del>
      <span aria-hidden="true" className="text-secondary">
        {" → "}
      </span>
      <span className="sr-only"> became </span>
      <ins className="no-underline">{after}</ins>
    </>
  );
}
