import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireViewer } from "@/app/require-person";
import { AlertForm } from "@/components/alerts/alert-form";
import { AlertSince } from "@/components/alerts/alert-since";
import { Deliveries } from "@/components/alerts/deliveries";
import { Timeline } from "@/components/alerts/timeline";
import { ChartBoard } from "@/components/charts/chart-board";
import { ServiceAround } from "@/components/services/service-around";
import { StateMark } from "@/components/ui/state-mark";
import { database } from "@/db/client";
import { findAlert, listAlertEvents, listDeliveries } from "@/db/queries/alerts";
import { findServer } from "@/db/queries/servers";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { chosenSpan } from "../../servers/[id]/span-query";
import { serverServicesHref } from "../../services/services-query";
import { changeAlerts } from "../actions/change-alerts";
import { alertRow } from "../alert-view";
import { causeNow } from "./cause-now";
import { chartAround } from "./chart-around";
import { deliveryRows, spanAround, standingOf, timelineRows } from "./detail-view";
import { serviceAround } from "./service-around";
import { sentenceNow, titleNow } from "./words-now";

/** The number in the address; null where it is none. */
function idIn(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** The alert and what is known of its cause; null where there is none. Read once for the title and for the page. */
const readAlert = cache(async (idText: string) => {
  const [db, id, at] = [database(), idIn(idText), now()];
  const alert = id === null ? null : await findAlert(db, id);
  const server = alert === null ? null : await findServer(db, alert.serverId);
  if (alert === null || server === null) return null;
  const events = await listAlertEvents(db, alert.id);
  return { alert, server, events, at, ...(await causeNow(db, { alert, server, events, at })) };
});

export async function generateMetadata({ params }: PageProps<"/alerts/[id]">): Promise<Metadata> {
  await requireViewer();
  const read = await readAlert((await params).id);
  return { title: read === null ? "Not found" : titleNow(read.alert, read.cause) };
}

export default async function AlertPage({ params, searchParams }: PageProps<"/alerts/[id]">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const db = database();
  const read = await readAlert((await params).id);
  if (read === null) notFound();
  const { alert, events, at, cause } = read;
  // Dragging over the chart writes a stretch of time into the address.
  const zoomed = chosenSpan(await searchParams, at, null);
  const [deliveries, chart, service] = await Promise.all([
    listDeliveries(db, alert.id),
    chartAround(db, read, zoomed.range === null ? zoomed : spanAround(alert, at)),
    serviceAround(db, alert, spanAround(alert, at)),
  ]);
  const row = alertRow(alert);
  return (
    <>
      <p className="text-label">
        <Link href={"/alerts" as Route} className="text-secondary underline underline-offset-2">
          Alerts
        </Link>
      </p>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="min-w-0 font-semibold text-title [overflow-wrap:anywhere]">
          {titleNow(alert, cause)}
        </h1>
        <span className="text-table">
          <StateMark {...row.mark} />
          {row.status === "resolved" ? <span className="text-secondary"> {row.severity}</span> : null}
          {row.status === "acknowledged" ? <span className="text-secondary"> acknowledged</span> : null}
          {row.isStale ? <span className="text-secondary"> stale</span> : null}
        </span>
        <span className="text-secondary text-table">
          <AlertSince alert={row} now={at} />
        </span>
      </div>
      <p className="mt-1 max-w-prose">
        {sentenceNow(alert, cause)} <span className="text-secondary">{standingOf(alert, at)}</span>
      </p>
      <p className="mt-1 text-table">
        <Link
          href={
            (service === null ? row.serverHref : serverServicesHref(alert.serverId, alert.subject)) as Route
          }
          className="underline underline-offset-2"
        >
          {row.serverName}
        </Link>
      </p>
      {row.status === "resolved" || !mayChange ? null : (
        <div className="mt-2">
          <AlertForm action={changeAlerts} label="This alert" canAcknowledge={row.status === "open"}>
            <input type="hidden" name="id" value={row.id} />
          </AlertForm>
        </div>
      )}
      {chart === null ? null : (
        <div className="mt-4">
          <ChartBoard specs={[chart]} isZoomed={zoomed.range === null} />
        </div>
      )}
      {service === null ? null : <ServiceAround unit={alert.subject} segments={service} />}
      <div className="mt-6 grid gap-8 lg:grid-cols-2">
        <Timeline rows={timelineRows(alert, events)} />
        <Deliveries rows={deliveryRows(deliveries)} />
      </div>
    </>
  );
}
