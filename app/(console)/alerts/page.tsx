import type { Metadata, Route } from "next";
import { requireViewer } from "@/app/require-person";
import { AlertFilters } from "@/components/alerts/alert-filters";
import { AlertForm } from "@/components/alerts/alert-form";
import { AlertTable } from "@/components/alerts/alert-table";
import { PendingList } from "@/components/alerts/pending-list";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { database } from "@/db/client";
import { listAlerts } from "@/db/queries/alerts";
import { listPending } from "@/db/queries/pending-alerts";
import { listServers } from "@/db/queries/servers";
import { alertTypes, severities } from "@/domain/alerts/alert";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { firstMsOf, lastMsOf } from "../day-query";
import { changeAlerts } from "./actions/change-alerts";
import { alertRow, pendingRow } from "./alert-view";
import {
  ALERTS_PER_PAGE,
  type AlertsQuery,
  type AlertTab,
  alertFilterOf,
  alertsHref,
  alertTabs,
  isFiltered,
  parseAlertsQuery,
} from "./alerts-query";
import { MATCHING_MAX } from "./selected-ids";
import { typeWords } from "./type-words";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: PageProps<"/alerts">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const at = now();
  const db = database();
  const query = parseAlertsQuery(await searchParams);
  const filter = alertFilterOf(query);
  const [list, servers, pending] = await Promise.all([
    listAlerts(db, { ...filter, limit: ALERTS_PER_PAGE, offset: (query.page - 1) * ALERTS_PER_PAGE }),
    listServers(db),
    listPending(db, at),
  ]);
  const { open, acknowledged, resolved } = list.counts;
  const counts: Record<AlertTab, number> = { ...list.counts, all: open + acknowledged + resolved };
  const rows = list.alerts.map(alertRow);
  // Of what is over, nothing is left to do; where it stands among the rest, the boxes of the rows must do.
  const isMoreToDo = list.total > rows.length && (query.status === "open" || query.status === "acknowledged");
  const matching =
    mayChange && isMoreToDo
      ? {
          ids: (await listAlerts(db, { ...filter, limit: MATCHING_MAX, offset: 0 })).alerts.map(
            ({ id }) => id,
          ),
          total: list.total,
        }
      : undefined;
  const pages = Math.max(1, Math.ceil(list.total / ALERTS_PER_PAGE));
  const table = <AlertTable label="Alerts" rows={rows} now={at} isSelectable={mayChange} />;
  return (
    <>
      <h1 className="text-title font-semibold">Alerts</h1>
      <div className="-ml-2 mt-1">
        <Segmented
          label="Status"
          segments={alertTabs.map((tab) => ({
            label: tabWords[tab],
            detail: counts[tab],
            href: alertsHref(query, { status: tab }) as Route,
            isCurrent: query.status === tab,
          }))}
        />
      </div>
      <AlertFilters
        chosen={filterWords(query, servers)}
        kept={query.status === "open" ? {} : { status: query.status }}
        severity={query.severity}
        severities={severities.map((value) => ({ value, label: value }))}
        server={query.server}
        servers={servers.map(({ id, displayName }) => ({ value: id, label: displayName ?? id }))}
        type={query.type}
        types={alertTypes.map((value) => ({ value, label: typeWords[value] }))}
        q={query.q}
        from={firstMsOf(query.from)}
        to={lastMsOf(query.to)}
        resetHref={isFiltered(query) ? (`/alerts?status=${query.status}` as Route) : null}
      />
      <div className="mt-3">
        {rows.length === 0 ? (
          <NoAlerts query={query} total={list.total} mayChange={mayChange} />
        ) : mayChange && rows.some(({ status }) => status !== "resolved") ? (
          <AlertForm
            action={changeAlerts}
            label="Selected alerts"
            canAcknowledge={query.status !== "acknowledged"}
            isList
            matching={matching}
          >
            {table}
          </AlertForm>
        ) : (
          table
        )}
      </div>
      {pages === 1 && query.page === 1 ? null : (
        <nav aria-label="Pages of the list" className="mt-4 flex items-center gap-3 text-table">
          {query.page > 1 ? (
            <LinkButton href={alertsHref(query, { page: Math.min(query.page - 1, pages) }) as Route}>
              Previous
            </LinkButton>
          ) : null}
          <span className="text-secondary">
            Page <span className="figures">{query.page}</span> of <span className="figures">{pages}</span>
          </span>
          {query.page < pages ? (
            <LinkButton href={alertsHref(query, { page: query.page + 1 }) as Route}>Next</LinkButton>
          ) : null}
        </nav>
      )}
      {query.status === "open" || query.status === "all" ? (
        <PendingList rows={pending.map(pendingRow)} now={at} />
      ) : null}
    </>
  );
}

/** What the list is filtered by, for where the filters are folded away. */
function filterWords(query: AlertsQuery, servers: { id: string; displayName: string | null }[]): string[] {
  const { severity, server, type, q, from, to } = query;
  const serverName = servers.find(({ id }) => id === server)?.displayName ?? server;
  return [
    severity,
    serverName,
    type === null ? null : typeWords[type],
    q === "" ? null : `“${q}”`,
    from === null && to === null ? null : "time",
  ].filter((word) => word !== null);
}

const tabWords: Record<AlertTab, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
  all: "All",
};

function NoAlerts({
  query,
  total,
  mayChange,
}: {
  query: ReturnType<typeof parseAlertsQuery>;
  total: number;
  mayChange: boolean;
}) {
  if (isFiltered(query) || total > 0) {
    return (
      <Notice
        title="No alert matches"
        action={
          <LinkButton href={`/alerts?status=${query.status}` as Route}>Take the filters away</LinkButton>
        }
      >
        There is none of that severity, server, kind, text and time at once.
      </Notice>
    );
  }
  const words = emptyWords[query.status];
  return (
    <Notice
      title={words.title}
      action={
        <>
          <LinkButton href={"/settings/thresholds" as Route}>
            {mayChange ? "Set the lines" : "See the lines"}
          </LinkButton>
          <LinkButton href={"/settings/notifications" as Route}>See who is told</LinkButton>
        </>
      }
    >
      {words.text}
    </Notice>
  );
}

const emptyWords: Record<AlertTab, { title: string; text: string }> = {
  open: {
    title: "No alert is open",
    text: "An alert opens when a reading is at or over its line often enough in a row, or when a server falls silent. It resolves by itself once the reading is back below.",
  },
  acknowledged: {
    title: "No alert is acknowledged",
    text: "Acknowledging an alert says that somebody looks after it. It stops the reminders, and the alert still resolves by itself.",
  },
  resolved: {
    title: "No alert has been resolved yet",
    text: "Alerts that are over stand here with their whole history: when they opened, who was told, who did what.",
  },
  all: {
    title: "There has been no alert yet",
    text: "An alert opens when a reading is at or over its line often enough in a row, or when a server falls silent.",
  },
};
