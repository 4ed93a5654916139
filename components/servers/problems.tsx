import type { Route } from "next";
import Link from "next/link";
import type { AlertMark } from "../alerts/alert-row";
import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";

export type Problem = {
  key: string;
  /** Set where it is an alert that can be acknowledged. */
  alertId: number | null;
  href: string;
  name: string;
  mark: AlertMark;
  text: string;
  since: number;
  acknowledgedBy: string | null;
};

type ProblemsProps = {
  problems: Problem[];
  now: number;
  /** Null for those who only look. */
  acknowledge: ((form: FormData) => Promise<void>) | null;
  /** Left out on the page of the server itself. */
  withName?: boolean;
};

/** More than these are a list of their own. */
const SHOWN_MAX = 8;

/** What needs somebody, before everything else. Nothing wrong is one quiet line. */
export function Problems({ problems, now, acknowledge, withName = true }: ProblemsProps) {
  if (problems.length === 0) {
    return <p className="mt-4 border-y py-2 text-secondary text-table">Nothing needs you.</p>;
  }
  const shown = problems.slice(0, SHOWN_MAX);
  return (
    <>
      <ul aria-label="What needs you" className="mt-4 border-y">
        {shown.map((problem) => (
          <li
            key={problem.key}
            className="relative grid min-h-9 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b py-1 text-table last:border-b-0 hover:bg-wash sm:flex"
          >
            <StateMark {...problem.mark} className="sm:w-20" />
            <span className="contents">
              <Link
                href={problem.href as Route}
                prefetch={false}
                data-list-item=""
                aria-label={withName ? `${problem.name} ${problem.text}` : undefined}
                className="col-start-1 min-w-0 truncate font-medium after:absolute after:inset-0 sm:w-48"
              >
                {withName ? problem.name : problem.text}
              </Link>
              {withName ? (
                <span className="col-start-1 min-w-0 truncate sm:flex-1">{problem.text}</span>
              ) : (
                <span className="hidden sm:block sm:flex-1" />
              )}
            </span>
            <span className="col-start-1 text-secondary">
              <span className="text-faint">since </span>
              <LocalTime at={problem.since} show={now - problem.since < 43_200_000 ? "clock" : "both"} />
              <span className="text-faint">
                {" "}
                (<RelativeTime at={problem.since} now={now} suffix="" />)
              </span>
            </span>
            <span className="relative z-10 col-start-2 row-span-3 row-start-1 sm:w-28 sm:text-right">
              <Deed problem={problem} acknowledge={acknowledge} />
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown.length ? (
        <p className="mt-2 text-table">
          <Link href={"/alerts" as Route} className="underline underline-offset-2">
            {problems.length - shown.length} more
          </Link>
        </p>
      ) : null}
    </>
  );
}

function Deed({ problem, acknowledge }: { problem: Problem } & Pick<ProblemsProps, "acknowledge">) {
  if (problem.alertId === null) {
    return problem.acknowledgedBy === null ? null : (
      <span className="text-faint text-label">{problem.acknowledgedBy} knows</span>
    );
  }
  if (acknowledge === null) return null;
  return (
    <form action={acknowledge} className="print:hidden">
      <input type="hidden" name="acknowledge" value={problem.alertId} />
      <Button size="small" data-acknowledge="" aria-label={`Acknowledge ${problem.name} ${problem.text}`}>
        Acknowledge
      </Button>
    </form>
  );
}
