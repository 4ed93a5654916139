import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { StateMark } from "../ui/state-mark";

export type MaintenanceRow = {
  id: number;
  name: string;
  whom: string;
  when: string;
  /** What runs or comes next; null where none comes any more. */
  span: { startsAt: number; endsAt: number } | null;
  isRunning: boolean;
};

/** The windows, one a line; a window that is removed while it runs ends there. Without `remove` they are only read. */
export function MaintenanceList({
  rows,
  remove,
}: {
  rows: MaintenanceRow[];
  remove: ((form: FormData) => Promise<void>) | null;
}) {
  return (
    <ul aria-label="Maintenance windows" className="border-y">
      {rows.map((row) => (
        <li
          key={row.id}
          className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-b py-1.5 text-table last:border-b-0"
        >
          <StateMark
            state={row.isRunning ? "notice" : "unknown"}
            word={row.isRunning ? "runs" : row.span === null ? "over" : "waits"}
            className="w-14"
          />
          <span className="min-w-0 truncate font-medium sm:w-40">{row.name}</span>
          <span className="min-w-0 truncate text-secondary sm:w-44">{row.whom}</span>
          <span className="min-w-0 flex-1 text-secondary max-sm:basis-full">{row.when}</span>
          <span className="text-secondary">
            {row.span === null ? null : row.isRunning ? (
              <>
                until <LocalTime at={row.span.endsAt} />
              </>
            ) : (
              <>
                next <LocalTime at={row.span.startsAt} />
              </>
            )}
          </span>
          {remove === null ? null : (
            <form action={remove}>
              <input type="hidden" name="id" value={row.id} />
              <Button size="small" tone="quiet" aria-label={`Remove ${row.name}`}>
                Remove
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
