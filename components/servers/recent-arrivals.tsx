import type { Route } from "next";
import Link from "next/link";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";

type Arrival = { id: string; name: string; createdAt: number; lastSeen: number | null };

/** Who has come lately, so that whoever ran the line sees it work. */
export function RecentArrivals({ servers, now }: { servers: Arrival[]; now: number }) {
  return (
    <section aria-label="New in the last hour" className="mt-8 max-w-3xl border-t pt-3">
      <h2 className="font-medium text-table">New in the last hour</h2>
      <div role="status" className="mt-2 text-table">
        {servers.length === 0 ? (
          <p className="text-faint">Nothing yet. This page is waiting for the first heartbeat.</p>
        ) : (
          <ul className="grid gap-1">
            {servers.map((server) => (
              <li key={server.id} className="flex items-baseline gap-3">
                <StateMark
                  state={server.lastSeen === null ? "unknown" : "ok"}
                  word={server.lastSeen === null ? "no heartbeat yet" : "reports"}
                />
                <Link
                  href={`/servers/${server.id}` as Route}
                  className="min-w-0 truncate font-medium underline underline-offset-2"
                >
                  {server.name}
                </Link>
                <span className="text-faint">
                  added <RelativeTime at={server.createdAt} now={now} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
