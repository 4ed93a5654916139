import { LocalTime } from "../ui/local-time";

export type TimelineRow = { id: number; at: number; what: string; value: string; note: string | null };

/** What happened to an alert, as a plain dated list. */
export function Timeline({ rows }: { rows: TimelineRow[] }) {
  return (
    <section aria-labelledby="timeline" className="min-w-0">
      <h2 id="timeline" className="mb-1 font-medium text-table">
        Timeline
      </h2>
      <ol className="border-t text-table">
        {rows.map((row) => (
          <li
            key={row.id}
            className="grid grid-cols-[7.5rem_minmax(0,1fr)_auto] items-baseline gap-x-4 border-b py-2"
          >
            <span className="figures text-secondary">
              <LocalTime at={row.at} />
            </span>
            <span>{row.what}</span>
            <span className="figures">{row.value}</span>
            {row.note === null || row.note === "" ? null : (
              <span className="col-span-2 col-start-2 whitespace-pre-wrap text-secondary [overflow-wrap:anywhere]">
                {row.note}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
