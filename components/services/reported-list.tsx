import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import type { ReportedRow } from "./service-row";

type ReportedListProps = {
  rows: ReportedRow[];
  serverId: string;
  now: number;
  /** Null where they are only read. */
  adopt: ((form: FormData) => Promise<void>) | null;
};

/** What the agent reports and nobody expects: failed units, and what it was told to watch. Nothing of it alerts. */
export function ReportedList({ rows, serverId, now, adopt }: ReportedListProps) {
  if (rows.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-1 font-medium text-table">Reported, not expected</h2>
      <ul aria-label="Reported services" className="border-t">
        {rows.map((row) => (
          <li key={row.unit} className="flex min-h-9 flex-wrap items-center gap-x-4 border-b py-1 text-table">
            <StateMark {...row.mark} className="w-24" />
            <span className="min-w-0 flex-1 truncate" title={row.reason ?? row.unit}>
              {row.unit}
              {row.reason === null ? null : <span className="text-faint"> {row.reason}</span>}
            </span>
            <span className="figures text-secondary">
              <RelativeTime at={row.since} now={now} suffix="" />
            </span>
            {adopt === null ? null : (
              <form action={adopt}>
                <input type="hidden" name="server_id" value={serverId} />
                <input type="hidden" name="service_name" value={row.unit} />
                <Button size="small" aria-label={`Adopt ${row.unit}`}>
                  Adopt
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
