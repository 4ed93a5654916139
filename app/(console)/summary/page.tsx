import type { Metadata, Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { WeekSection } from "@/components/summary/week-section";
import { WeekTable } from "@/components/summary/week-table";
import { LinkButton } from "@/components/ui/link-button";
import { database } from "@/db/client";
import { mayAct } from "@/domain/people/person";
import { FILLING_DAYS } from "@/domain/summary/week-summary";
import { now } from "@/hub/clock";
import { readSummarySettings } from "@/hub/summary/read-summary-settings";
import { readWeek } from "@/hub/summary/read-week";
import { single } from "../overview-query";
import { weekAsked, weekView } from "./week-view";

export const metadata: Metadata = { title: "Weekly summary" };

export default async function SummaryPage({ searchParams }: PageProps<"/summary">) {
  const { role } = await requireViewer();
  const db = database();
  const at = now();
  const { time_zone: timeZone } = await readSummarySettings(db);
  const week = weekAsked(single(await searchParams).week, { timeZone, now: at });
  const view = weekView(await readWeek(db, { week, timeZone, now: at }), { timeZone, now: at });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="font-semibold text-title">{view.title}</h1>
        <nav aria-label="Weeks" className="flex gap-2 print:hidden">
          {view.previousHref === null ? null : (
            <LinkButton href={view.previousHref as Route} prefetch={false} size="small">
              Week before
            </LinkButton>
          )}
          {view.nextHref === null ? null : (
            <LinkButton href={view.nextHref as Route} prefetch={false} size="small">
              Week after
            </LinkButton>
          )}
        </nav>
      </div>
      <p className="mt-1 max-w-prose">{view.verdict}</p>
      <div className="mt-6 grid items-start gap-x-10 gap-y-6 lg:grid-cols-2 print:grid-cols-2 print:gap-x-6 print:gap-y-4">
        <WeekSection title="Servers" sentence={view.availability.sentence}>
          {view.availability.rows.length === 0 ? null : (
            <WeekTable
              label="Servers that were not heard all the time"
              heads={["Server", "Heard", "Not heard"]}
              rows={view.availability.rows}
            />
          )}
        </WeekSection>
        <WeekSection title="Loudest alerts" sentence={view.alerts.sentence}>
          {view.alerts.rows.length === 0 ? null : (
            <WeekTable
              label="Loudest alerts"
              heads={["What", "Opened", "Open for", "Week before"]}
              rows={view.alerts.rows}
            />
          )}
        </WeekSection>
        <WeekSection title="Services" sentence={view.services.sentence}>
          {view.services.rows.length === 0 ? null : (
            <WeekTable
              label="Services that were down"
              heads={["Service", "Available", "Down"]}
              rows={view.services.rows}
            />
          )}
        </WeekSection>
        <WeekSection title={`Full within ${FILLING_DAYS} days`} sentence={view.filling.sentence}>
          {view.filling.rows.length === 0 ? null : (
            <WeekTable
              label={`Full within ${FILLING_DAYS} days`}
              heads={["Filesystem", "Full in"]}
              rows={view.filling.rows}
            />
          )}
        </WeekSection>
        <WeekSection title="Top growers" sentence={view.growers.sentence}>
          {view.growers.rows.length === 0 ? null : (
            <WeekTable label="Top growers" heads={["Filesystem", "Grew", "Used"]} rows={view.growers.rows} />
          )}
        </WeekSection>
        <WeekSection title="Energy and cost" sentence={view.energy} />
      </div>
      <p className="mt-8 text-faint text-label">
        A week begins on Monday at 00:00, {timeZone}.{" "}
        <Link
          href={"/settings/summary" as Route}
          className="text-secondary underline underline-offset-2 print:hidden"
        >
          {mayAct(role, "admin") ? "Have it sent" : "To whom it is sent"}
        </Link>
      </p>
    </>
  );
}
