import type { Route } from "next";
import Link from "next/link";
import { LocalTime } from "../ui/local-time";
import { RelativeTime } from "../ui/relative-time";

export type PendingRow = {
  key: string;
  serverName: string;
  serverHref: string;
  what: string;
  reading: string;
  /** "2 of 3 samples". */
  missing: string;
  firstBreachAt: number | null;
  dueAt: number | null;
};

/** Breaches that are not alerts yet. Quiet, as most of them go away by themselves. */
export function PendingList({ rows, now }: { rows: PendingRow[]; now: number }) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="pending" className="mt-8">
      <h2 id="pending" className="font-medium text-table">
        Pending
      </h2>
      <p className="text-label text-faint">
        Over their line, but not often enough in a row to be an alert. Nobody has been told.
      </p>
      <ul className="mt-2 border-y text-table text-secondary">
        {rows.map((row) => (
          <li
            key={row.key}
            className="flex flex-wrap items-baseline gap-x-4 border-b py-1.5 last:border-b-0 hover:bg-wash"
          >
            <Link
              href={row.serverHref as Route}
              prefetch={false}
              className="max-w-full truncate text-ink sm:w-48"
            >
              {row.serverName}
            </Link>
            <span className="min-w-0 truncate sm:w-48">{row.what}</span>
            <span className="figures sm:w-36">{row.reading}</span>
            <span className="figures">{row.missing}</span>
            <span className="text-faint">
              {row.firstBreachAt === null ? null : (
                <>
                  for <RelativeTime at={row.firstBreachAt} now={now} suffix="" />
                </>
              )}
              {row.dueAt === null || row.dueAt <= now ? null : (
                <>
                  , opens at <LocalTime at={row.dueAt} show="clock" /> if it stays
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
