import type { Metadata, Route } from "next";
import { requireViewer } from "@/app/require-person";
import { ServiceMatrix } from "@/components/services/service-matrix";
import { ServiceTable } from "@/components/services/service-table";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { VerdictHeading } from "@/components/ui/verdict-heading";
import { database } from "@/db/client";
import { countServers } from "@/db/queries/servers";
import { listExpectedServices, listServiceRuns, serviceKey } from "@/db/queries/services";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { Pages } from "../pages";
import {
  parseServicesQuery,
  type ServiceSortKey,
  type ServicesQuery,
  serviceSortKeys,
  serviceStates,
  servicesHref,
} from "./services-query";
import {
  matrixLines,
  SERVICE_SPAN_MS,
  servicesView,
  tableRow,
  usualServiceDirection,
  withHistory,
} from "./services-view";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage({ searchParams }: PageProps<"/services">) {
  const { role } = await requireViewer();
  const at = now();
  const query = parseServicesQuery(await searchParams);
  const services = await listExpectedServices(database());
  if (services.length === 0) {
    const mayChange = mayAct(role, "operator");
    return (await countServers(database())) > 0 ? (
      <FirstService mayChange={mayChange} />
    ) : (
      <NoServer mayChange={mayChange} />
    );
  }

  const view = servicesView(services, { query, now: at });
  return (
    <>
      <VerdictHeading text={view.verdict} />
      <div className="mt-5 mb-1 flex flex-wrap items-center gap-x-4 gap-y-1 print:hidden">
        <Segmented
          label="State"
          segments={serviceStates
            .filter((state) => state === "all" || state === query.state || view.counts[state] > 0)
            .map((state) => ({
              label: stateWords[state],
              detail: view.counts[state],
              href: servicesHref(query, { state }) as Route,
              isCurrent: query.state === state,
            }))}
        />
        <search>
          <form className="flex items-center gap-2">
            {query.state === "all" ? null : <input type="hidden" name="state" value={query.state} />}
            {query.view === "table" ? null : <input type="hidden" name="view" value={query.view} />}
            <input
              type="search"
              name="q"
              defaultValue={query.q}
              aria-label="Filter services"
              placeholder="filter services"
              className="h-7 w-44 rounded border border-edge bg-raised px-2 text-table pointer-coarse:h-11 pointer-coarse:text-[16px]"
            />
          </form>
        </search>
        <div className="ml-auto">
          <Segmented
            label="View"
            segments={(["table", "matrix"] as const).map((word) => ({
              label: word === "table" ? "table" : "by name",
              href: servicesHref(query, { view: word }) as Route,
              isCurrent: query.view === word,
            }))}
          />
        </div>
      </div>
      {view.rows.length === 0 ? (
        <Notice
          title="No service matches"
          action={<LinkButton href={"/services" as Route}>Show all {services.length}</LinkButton>}
        >
          Nothing here has that name and state at once.
        </Notice>
      ) : query.view === "matrix" ? (
        <ServiceMatrix lines={matrixLines(view.rows)} />
      ) : (
        <Table rows={view.rows} at={at} query={query} />
      )}
      <Pages page={view.page} pages={view.pages} hrefOf={(page) => servicesHref(query, { page }) as Route} />
    </>
  );
}

/** The rows of this page with their histories: only of these is anything older than now read. */
async function Table({
  rows,
  at,
  query,
}: {
  rows: Parameters<typeof withHistory>[0][];
  at: number;
  query: ServicesQuery;
}) {
  const wanted = rows.map(({ serverId, unit }) => ({ serverId, serviceName: unit }));
  const runs = await listServiceRuns(database(), { services: wanted, from: at - SERVICE_SPAN_MS, to: at });
  const sort = Object.fromEntries(serviceSortKeys.map((key) => [key, sortLink(key, query)])) as Record<
    ServiceSortKey,
    ReturnType<typeof sortLink>
  >;
  return (
    <ServiceTable
      rows={rows.map((row) =>
        tableRow(
          withHistory(row, runs.get(serviceKey({ serverId: row.serverId, serviceName: row.unit })) ?? [], at),
        ),
      )}
      now={at}
      sort={sort}
    />
  );
}

const stateWords = {
  all: "All",
  down: "Down",
  unknown: "Unknown",
  running: "Running",
  disabled: "Disabled",
};

function sortLink(key: ServiceSortKey, query: ServicesQuery) {
  const isCurrent = query.sort === key;
  const direction = query.dir ?? usualServiceDirection(key);
  const next = isCurrent ? (direction === "asc" ? "desc" : "asc") : null;
  return {
    href: servicesHref(query, { sort: key, dir: next }) as Route,
    sort: isCurrent ? (direction === "asc" ? ("ascending" as const) : ("descending" as const)) : undefined,
  };
}

/** Services are of servers: without one there is nothing to choose from. */
function NoServer({ mayChange }: { mayChange: boolean }) {
  return (
    <Notice
      isPage
      title="No service is expected yet"
      action={mayChange ? <LinkButton href={"/servers/new" as Route}>Add a server</LinkButton> : undefined}
    >
      {mayChange ? "Add a server first." : "An operator adds the first server."} Its agent then reports the
      services that should be running there, and one that stops opens an alert.
    </Notice>
  );
}

function FirstService({ mayChange }: { mayChange: boolean }) {
  return (
    <Notice
      isPage
      title="No service is expected yet"
      action={mayChange ? <LinkButton href={"/" as Route}>Choose a server</LinkButton> : undefined}
    >
      {mayChange ? "Say" : "An operator says"} on a server's page which services should be running: its agent
      then reports them with every heartbeat, and one that stops opens an alert. Units that failed are
      reported unasked and can be adopted there.
    </Notice>
  );
}
