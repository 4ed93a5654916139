import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/require-person";
import { ReportedList } from "@/components/services/reported-list";
import { ServiceDetails, ServiceDetailsHead } from "@/components/services/service-details";
import { ExpectForm } from "@/components/services/service-forms";
import { database } from "@/db/client";
import { findServer } from "@/db/queries/servers";
import {
  listExpectedServices,
  listReportedServices,
  listServiceRuns,
  serviceKey,
} from "@/db/queries/services";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import {
  reportedRow,
  SERVICE_SPAN_MS,
  serviceRow,
  servicesVerdict,
  withHistory,
  worstFirst,
} from "../../../services/services-view";
import { adoptService, changeService, expectService, forgetService } from "./actions";

export async function generateMetadata({ params }: PageProps<"/servers/[id]/services">): Promise<Metadata> {
  await requireViewer();
  const server = await findServer(database(), (await params).id);
  return { title: server === null ? "Not found" : `Services of ${server.displayName ?? server.id}` };
}

export default async function ServerServicesPage({ params }: PageProps<"/servers/[id]/services">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const db = database();
  const { id } = await params;
  const server = await findServer(db, id);
  if (server === null) notFound();

  const at = now();
  const expected = await listExpectedServices(db, { serverId: id });
  const runs = await listServiceRuns(db, { services: expected, from: at - SERVICE_SPAN_MS, to: at });
  const rows = worstFirst(
    expected.map((service) => withHistory(serviceRow(service, at), runs.get(serviceKey(service)) ?? [], at)),
  );
  const reported = (await listReportedServices(db, id)).map((service) => reportedRow(service, at));
  return (
    <>
      <p className="text-label">
        <Link
          href={`/servers/${id}` as Route}
          className="text-secondary underline underline-offset-2 [overflow-wrap:anywhere]"
        >
          {server.displayName ?? id}
        </Link>
      </p>
      <h1 className="font-semibold text-title">Services</h1>
      <p className="mb-3 text-secondary text-table">
        {rows.length === 0
          ? `Nothing is expected of this server yet. ${mayChange ? "Adopt what its agent reports, or name a unit." : ""}`
          : `${servicesVerdict(rows)}.`}
      </p>
      {rows.length === 0 ? null : (
        <>
          <ServiceDetailsHead />
          <ul aria-label="Expected services" className="border-t">
            {rows.map((row) => (
              <ServiceDetails
                key={row.unit}
                row={row}
                now={at}
                actions={mayChange ? { change: changeService, forget: forgetService } : null}
              />
            ))}
          </ul>
        </>
      )}
      <ReportedList rows={reported} serverId={id} now={at} adopt={mayChange ? adoptService : null} />
      {mayChange ? (
        <section className="mt-8 max-w-4xl">
          <h2 className="mb-2 font-medium text-table">Expect another</h2>
          <ExpectForm action={expectService} serverId={id} />
          <p className="mt-2 max-w-prose text-faint text-label">
            The unit exactly as systemd names it. The agent hears of it with its next heartbeat and reports it
            with the one after.
          </p>
        </section>
      ) : null}
    </>
  );
}
