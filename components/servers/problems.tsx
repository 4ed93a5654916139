import type { Route } from "next";
import Link from "next/link";
import type { AlertMark } from "../alerts/alert-row";
import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { MiddleCut } from "../ui/middle-cut";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";

export type Problem = {
  key: string;
  /** Set where it is an alert that can be acknowledged. */
  alertId: number | null;
  href: string;
  name: string;
  mark: AlertMark;
  /** "disk /mnt/tank", "offline". */
  what: string;
  /** "96.2 % ≥ 95 %"; empty where nothing is measured. */
  reading: string;
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
      {/* The rows share their columns from 640 px up: what is wrong gets all that the others leave. */}
      <ul
        aria-label="What needs you"
        className={`mt-4 border-y sm:grid sm:gap-x-4 ${withName ? "sm:grid-cols-[auto_fit-content(12rem)_minmax(0,1fr)_auto_auto]" : "sm:grid-cols-[auto_minmax(0,1fr)_auto_auto]"}`}
      >
        {shown.map((problem) => (
          <li
            key={problem.key}
            className="relative grid min-h-9 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b py-1 text-table last:border-b-0 hover:bg-wash sm:col-span-full sm:grid-cols-subgrid"
          >
            <StateMark {...problem.mark} />
            <Link
              href={problem.href as Route}
              prefetch={false}
              data-list-item=""
              aria-label={words(withName ? problem.name : "", problem.what, problem.reading)}
              className="col-start-1 min-w-0 truncate font-medium after:absolute after:inset-0 sm:col-start-auto"
            >
              {withName ? problem.name : <What problem={problem} />}
            </Link>
            {withName ? <What problem={problem} /> : null}
            <span className="col-start-1 whitespace-nowrap text-secondary sm:col-start-auto">
              <span className="text-faint">since </span>
              <LocalTime at={problem.since} show={now - problem.since < 43_200_000 ? "clock" : "both"} />
              <span className="text-faint">
                {" "}
                (<RelativeTime at={problem.since} now={now} suffix="" />)
              </span>
            </span>
            <span className="relative z-10 col-start-2 row-span-3 row-start-1 text-right sm:col-start-auto sm:row-span-1 sm:row-start-auto">
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

const words = (...parts: string[]) => parts.filter((part) => part !== "").join(" ");

/** Value and threshold stay whole, on a line of their own if need be; what they are about gives way in its middle. */
function What({ problem: { what, reading } }: { problem: Problem }) {
  return (
    <span className="col-start-1 flex min-w-0 flex-wrap gap-x-1 sm:col-start-auto lg:flex-nowrap">
      <MiddleCut text={what} />
      {reading === "" ? null : <span className="whitespace-nowrap"> {reading}</span>}
    </span>
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
      <Button
        size="small"
        data-acknowledge=""
        aria-label={words("Acknowledge", problem.name, problem.what, problem.reading)}
      >
        Acknowledge
      </Button>
    </form>
  );
}
