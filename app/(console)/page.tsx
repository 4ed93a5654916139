import type { Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { FilterBar } from "@/components/servers/filter-bar";
import { Problems } from "@/components/servers/problems";
import { ServerCards } from "@/components/servers/server-cards";
import { ServerTable } from "@/components/servers/server-table";
import { Verdict } from "@/components/servers/verdict";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { database } from "@/db/client";
import { listActiveAlerts } from "@/db/queries/alerts";
import { getThresholds } from "@/db/queries/config";
import { findJobRun } from "@/db/queries/jobs";
import { listLatestFilesystems } from "@/db/queries/lists";
import { listLatestSamples, listSparklines } from "@/db/queries/samples";
import { listServers, listTags } from "@/db/queries/servers";
import { countServices } from "@/db/queries/services";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { acknowledgeOne } from "./alerts/actions/change-alerts";
import { overviewHref, parseOverviewQuery, type SortKey, sortKeys, stateFilters } from "./overview-query";
import {
  completeRows,
  measureLines,
  overviewView,
  usualDirection,
  withOwnFilesystemLines,
} from "./overview-view";
import { Pages } from "./pages";
import { AddServer } from "./servers/new/add-server";

const SPARKLINE_HOURS = 24;

export default async function OverviewPage({ searchParams }: PageProps<"/">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const at = now();
  const db = database();
  const { network_unit: networkUnit } = await site();
  const query = parseOverviewQuery(await searchParams);
  const servers = await listServers(db);
  if (servers.length === 0) return mayChange ? <FirstServer /> : <NoServer />;

  const view = overviewView({
    servers,
    latest: await listLatestSamples(db),
    alerts: await listActiveAlerts(db),
    query,
    now: at,
  });
  const serverIds = view.rows.map(({ id }) => id);
  const thresholds = await getThresholds(db);
  const rows = completeRows(view.rows, {
    sparklines: await listSparklines(db, { serverIds, now: at, hours: SPARKLINE_HOURS }),
    services: await countServices(db, { serverIds, now: at }),
    thresholds,
    filesystems: await listLatestFilesystems(db, withOwnFilesystemLines(view.rows, thresholds)),
  });
  const sortLinks = Object.fromEntries(sortKeys.map((key) => [key, sortLink(key, query)])) as Record<
    SortKey,
    ReturnType<typeof sortLink>
  >;
  return (
    <>
      <Verdict
        text={view.verdict}
        newestSampleAt={view.newestSampleAt}
        evaluatedAt={(await findJobRun(db, "sweep-offline-servers"))?.lastFinishedAt ?? null}
        now={at}
      />
      <Problems problems={view.problems} now={at} acknowledge={mayChange ? acknowledgeOne : null} />
      <FilterBar
        q={query.q}
        states={stateFilters
          .filter((state) => state === "all" || state === query.state || view.counts[state] > 0)
          .map((state) => ({
            label: stateWords[state],
            detail: view.counts[state],
            href: overviewHref(query, { state }) as Route,
            isCurrent: query.state === state,
          }))}
        tags={[
          {
            label: "any tag",
            href: overviewHref(query, { tag: null }) as Route,
            isCurrent: query.tag === null,
          },
          ...(await listTags(db)).map(({ tag, count }) => ({
            label: tag,
            detail: count,
            href: overviewHref(query, { tag }) as Route,
            isCurrent: query.tag === tag,
          })),
        ]}
        views={[
          ...(["table", "cards"] as const).map((word) => ({
            label: word,
            href: overviewHref(query, { view: word }) as Route,
            isCurrent: query.view === word,
          })),
          {
            label: "charts",
            href: (query.tag === null ? "/charts" : `/charts?tag=${query.tag}`) as Route,
            isCurrent: false,
          },
        ]}
        mayAdd={mayChange}
        resetHref={query.q === "" ? null : (overviewHref(query, { q: "" }) as Route)}
      />
      {rows.length === 0 ? (
        <Notice
          title="No server matches"
          action={<LinkButton href={"/" as Route}>Show all {servers.length}</LinkButton>}
        >
          Nothing here has that name, state and tag at once.
        </Notice>
      ) : query.view === "cards" ? (
        <ServerCards rows={rows} now={at} lines={measureLines(thresholds)} />
      ) : (
        <ServerTable
          rows={rows}
          now={at}
          sort={sortLinks}
          lines={measureLines(thresholds)}
          networkUnit={networkUnit}
        />
      )}
      <Pages page={view.page} pages={view.pages} hrefOf={(page) => overviewHref(query, { page }) as Route} />
      <p className="mt-6 text-table print:hidden">
        <Link
          href={"/summary" as Route}
          prefetch={false}
          className="text-secondary underline underline-offset-2 hover:text-ink"
        >
          Last week in summary
        </Link>
      </p>
    </>
  );
}

const stateWords = {
  all: "All",
  online: "Online",
  offline: "Offline",
  alerting: "Alerting",
  unknown: "Unknown",
  paused: "Paused",
};

function sortLink(key: SortKey, query: ReturnType<typeof parseOverviewQuery>) {
  const isCurrent = query.sort === key;
  const direction = query.dir ?? usualDirection(key);
  const next = isCurrent ? (direction === "asc" ? "desc" : "asc") : null;
  return {
    href: overviewHref(query, { sort: key, dir: next }) as Route,
    sort: isCurrent ? (direction === "asc" ? ("ascending" as const) : ("descending" as const)) : undefined,
  };
}

function NoServer() {
  return (
    <>
      <h1 className="text-verdict font-semibold">No server yet</h1>
      <p className="mt-1 max-w-prose text-secondary">
        The hub is running and nothing reports to it. An operator adds the first server; it stands here as
        soon as its first heartbeat arrives.
      </p>
    </>
  );
}

function FirstServer() {
  return (
    <>
      <h1 className="text-verdict font-semibold">Add your first server</h1>
      <p className="mt-1 max-w-prose text-secondary">
        The hub is running and nothing reports to it yet. A small agent on each machine sends a heartbeat
        every minute; this page shows the machine as soon as the first one arrives.
      </p>
      <AddServer />
    </>
  );
}
