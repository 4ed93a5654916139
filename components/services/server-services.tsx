import type { Route } from "next";
import Link from "next/link";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import type { ServiceRow } from "./service-row";

type ServerServicesProps = {
  rows: ServiceRow[];
  verdict: string;
  href: string;
  now: number;
  /** Whether the page behind the link has more for them than history. */
  mayChange: boolean;
};

/** The services of a server on its page: what is wrong by the line, what runs by name. */
export function ServerServices({ rows, verdict, href, now, mayChange }: ServerServicesProps) {
  const wrong = rows.filter(({ status }) => status !== "running" && status !== "disabled");
  const running = rows.filter(({ status }) => status === "running");
  return (
    <section className="mt-8">
      <h2 className="mb-1 flex items-baseline justify-between gap-3 font-medium text-table">
        <span>
          Services <span className="font-normal text-secondary">{verdict}</span>
        </span>
        <Link
          href={href as Route}
          className="whitespace-nowrap font-normal text-label text-secondary underline underline-offset-2"
        >
          {mayChange ? (rows.length === 0 ? "choose" : "history and settings") : "history"}
        </Link>
      </h2>
      {wrong.length === 0 ? null : (
        <ul aria-label="Services that do not run" className="border-t">
          {wrong.map((row) => (
            <li
              key={row.unit}
              className="flex min-h-9 items-center gap-x-4 border-b py-1 text-table pointer-coarse:min-h-11"
            >
              <StateMark {...row.mark} className="w-20" />
              <Link
                href={row.href as Route}
                prefetch={false}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                {row.name}
                {row.reason === null ? null : <span className="text-faint"> {row.reason}</span>}
              </Link>
              <span className="figures text-secondary">
                <RelativeTime at={row.since} now={now} suffix="" />
              </span>
            </li>
          ))}
        </ul>
      )}
      {running.length === 0 ? null : (
        <ul
          aria-label="Services that run"
          className={`flex flex-wrap gap-x-4 py-1.5 text-table ${wrong.length === 0 ? "border-y" : "border-b"}`}
        >
          {running.map((row) => (
            <li key={row.unit} className="inline-flex min-h-7 items-center gap-1.5">
              <StateMark {...row.mark} hideWord />
              <span className="text-secondary [overflow-wrap:anywhere]">{row.name}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
