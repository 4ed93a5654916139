import type { Route } from "next";
import Link from "next/link";
import { LocalTime } from "../ui/local-time";
import { StateMark } from "../ui/state-mark";

type Problem = { id: string; href: string; name: string; since: number; text: string };

/** What needs somebody, before everything else. Nothing wrong is one quiet line. */
export function Problems({ problems, now }: { problems: Problem[]; now: number }) {
  if (problems.length === 0) {
    return <p className="mt-4 border-y py-2 text-secondary text-table">Nothing needs you.</p>;
  }
  return (
    <ul aria-label="What needs you" className="mt-4 border-y">
      {problems.map((problem) => (
        <li
          key={problem.id}
          className="relative grid grid-cols-[auto_1fr] gap-x-4 border-b py-2 text-table last:border-b-0 hover:bg-wash sm:flex sm:items-baseline"
        >
          <StateMark state="bad" word="offline" className="sm:w-20" />
          <Link
            href={problem.href as Route}
            prefetch={false}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 sm:w-48"
          >
            {problem.name}
          </Link>
          <span className="col-start-2 text-secondary sm:flex-1">{problem.text}</span>
          <span className="col-start-2 text-faint">
            since <LocalTime at={problem.since} show={now - problem.since < 43_200_000 ? "clock" : "both"} />
          </span>
        </li>
      ))}
    </ul>
  );
}
