import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { AlertTable } from "@/components/alerts/alert-table";
import { Meter } from "@/components/charts/meter";
import { Problems } from "@/components/servers/problems";
import { ReportedLists } from "@/components/servers/reported-lists";
import { ServerSettings } from "@/components/servers/server-settings";
import { TimePicker } from "@/components/servers/time-picker";
import { ServerServices } from "@/components/services/server-services";
import { Figure } from "@/components/ui/figure";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { StateMark } from "@/components/ui/state-mark";
import { Tag } from "@/components/ui/tag";
import { database } from "@/db/client";
import { listActiveAlerts, listAlerts } from "@/db/queries/alerts";
import { getThresholds } from "@/db/queries/config";
import { listLatestSnapshots } from "@/db/queries/lists";
import { findSampleSpan, listLatestSamples, type SampleSpan } from "@/db/queries/samples";
import { findServer } from "@/db/queries/servers";
import { listExpectedServices } from "@/db/queries/services";
import { findWeekMeans } from "@/db/queries/trends";
import { meterLines } from "@/domain/alerts/meter-lines";
import { UNKNOWN } from "@/domain/format/unknown";
import type { CollectorError, Filesystem } from "@/domain/heartbeats/heartbeat";
import { comparisonShiftMs } from "@/domain/metrics/comparison";
import { mayAct } from "@/domain/people/person";
import { forecastCapacity } from "@/hub/capacity/forecast-capacity";
import { readEnergy } from "@/hub/capacity/read-energy";
import { now } from "@/hub/clock";
import { acknowledgeOne } from "../../alerts/actions/change-alerts";
import { alertRow } from "../../alerts/alert-view";
import { alertsHref, parseAlertsQuery } from "../../alerts/alerts-query";
import { energyWords } from "../../capacity/capacity-view";
import { alertProblem } from "../../overview-view";
import { serverServicesHref } from "../../services/services-query";
import { serviceRow, servicesVerdict, worstFirst } from "../../services/services-view";
import { changeServer } from "./actions/change-server";
import { issueNewToken } from "./actions/issue-new-token";
import { removeServer } from "./actions/remove-server";
import { togglePause } from "./actions/toggle-pause";
import { compareView, comparisonWords, pickerView } from "./picker-view";
import { chartStepMs, ServerCharts } from "./server-charts";
import { type ServerView, serverView } from "./server-view";
import { type ChosenSpan, chosenSpan, exportHrefs } from "./span-query";

/** What happened lately; the list of alerts has the rest. */
const ALERTS_SHOWN = 10;

export async function generateMetadata({ params }: PageProps<"/servers/[id]">): Promise<Metadata> {
  await requireViewer();
  const server = await findServer(database(), (await params).id);
  return { title: server === null ? "Not found" : (server.displayName ?? server.id) };
}

export default async function ServerPage({ params, searchParams }: PageProps<"/servers/[id]">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const db = database();
  const { id } = await params;
  const server = await findServer(db, id);
  if (server === null) notFound();

  const at = now();
  const latest = (await listLatestSamples(db, id)).get(id) ?? null;
  const samples = await findSampleSpan(db, id);
  const span = chosenSpan(await searchParams, at, samples?.first ?? null);
  const reported = await listLatestSnapshots(db, id);
  const active = (await listActiveAlerts(db, id)).map(alertRow);
  const expected = await listExpectedServices(db, { serverId: id });
  const services = worstFirst(expected.map((service) => serviceRow(service, at)));
  const history = await listAlerts(db, { serverId: id, limit: ALERTS_SHOWN, offset: 0 });
  const thresholds = await getThresholds(db);
  // An error of the newest heartbeat counts; one of an earlier is over.
  const errors = reported.get("collector_errors");
  const view = serverView(
    server,
    latest,
    {
      filesystems: (reported.get("filesystems")?.items ?? []) as Filesystem[],
      forecasts: new Map(
        (await forecastCapacity(db, { serverIds: [id], now: at }))
          .filter(({ kind }) => kind === "filesystem")
          .map(({ subject, forecast }) => [subject, forecast]),
      ),
      weeks: await findWeekMeans(db, { serverId: id, now: at }),
      thresholds,
      energy: energyWords(await readEnergy(db, { now: at, count: 1, serverId: id })),
      collectorErrors: (errors?.at === latest?.timestamp ? (errors?.items ?? []) : []) as CollectorError[],
    },
    { now: at, networkUnit: (await site()).network_unit },
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="min-w-0 text-title font-semibold [overflow-wrap:anywhere]">{view.name}</h1>
        <span className="text-table">
          <StateMark state={view.state.mark} word={view.state.word} />
          {view.since === null ? null : (
            <span className="text-faint">
              {" "}
              for <RelativeTime at={view.since} now={at} suffix="" />
            </span>
          )}
        </span>
        <span className="flex flex-wrap gap-1">
          {server.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
        <span className="ml-auto flex items-center gap-3 text-label text-faint">
          <span>
            seen <RelativeTime at={server.lastSeen} now={at} />
          </span>
          {mayChange ? (
            <span className="print:hidden">
              <ServerSettings
                server={server}
                actions={{ changeServer, togglePause, issueNewToken, removeServer }}
              />
            </span>
          ) : null}
        </span>
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-table">
        {view.facts.map(({ label, value }) => (
          <div key={label} className="flex min-w-0 gap-1.5">
            <dt className="text-faint">{label}</dt>
            <dd className="min-w-0 text-secondary [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {view.warnings.map((warning) => (
        <p key={warning} className="mt-2 text-table">
          <StateMark state="notice" word={warning} wraps />
        </p>
      ))}
      {active.length === 0 ? null : (
        <Problems
          problems={active.map(alertProblem)}
          now={at}
          acknowledge={mayChange ? acknowledgeOne : null}
          withName={false}
        />
      )}
      {view.meters.every(({ value }) => value === UNKNOWN) ? null : <Meters meters={view.meters} />}
      {samples === null ? (
        <div className="mt-6">
          <Notice title="No samples yet">
            Charts begin with the first heartbeat of this server's agent.
            {mayChange ? " Make a token under Settings and install the agent with it." : null}
          </Notice>
        </div>
      ) : (
        <>
          <TimeAndCharts
            id={id}
            span={span}
            samples={samples}
            intervalSeconds={server.heartbeatIntervalSeconds}
            now={at}
          />
          <ServerServices
            rows={services}
            verdict={services.length === 0 ? "none is expected yet" : servicesVerdict(services)}
            href={serverServicesHref(id)}
            now={at}
            mayChange={mayChange}
          />
          <ReportedLists
            lists={reported}
            now={at}
            isHeard={server.status === "online"}
            diskLines={(subject) => meterLines(thresholds, { serverId: id, alertType: "disk", subject })}
          />
          {history.total === 0 ? null : (
            <section className="mt-8">
              <h2 className="mb-1 flex items-baseline justify-between font-medium text-table">
                Alerts
                <Link
                  href={alertsHref(parseAlertsQuery({ status: "all", server: id })) as Route}
                  className="font-normal text-label text-secondary underline underline-offset-2"
                >
                  all <span className="figures">{history.total}</span>
                </Link>
              </h2>
              <AlertTable label="Alerts" rows={history.alerts.map(alertRow)} now={at} withServer={false} />
            </section>
          )}
        </>
      )}
    </>
  );
}

function TimeAndCharts(props: {
  id: string;
  span: ChosenSpan;
  samples: SampleSpan;
  intervalSeconds: number;
  now: number;
}) {
  const { id, span, samples, intervalSeconds, now: at } = props;
  const pathname = `/servers/${id}`;
  const stepMs = chartStepMs(span, samples, intervalSeconds);
  const shiftMs = span.compare === null ? 0 : comparisonShiftMs(span.compare, span, stepMs);
  return (
    <>
      <TimePicker
        {...pickerView({ pathname, span, now: at, firstSampleAt: samples.first })}
        compare={compareView(pathname, span, shiftMs)}
        downloads={exportHrefs(id, span)}
      />
      <ServerCharts
        {...props}
        stepMs={stepMs}
        compare={span.compare === null ? null : { shiftMs, word: comparisonWords[span.compare] }}
      />
    </>
  );
}

function Meters({ meters }: Pick<ServerView, "meters">) {
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-8 gap-y-3 border-t pt-3 lg:grid-cols-4">
      {meters.map((meter) => (
        <div key={meter.label}>
          <dt className="text-label text-faint">{meter.label}</dt>
          <dd>
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="flex items-baseline gap-x-2">
                <Figure className="text-title">{meter.value}</Figure>
                {meter.trend === null ? null : (
                  <span className="figures text-faint text-label" title={meter.trend.words}>
                    <span aria-hidden="true">{meter.trend.sign}</span>
                    <span className="sr-only">{meter.trend.words}</span>
                  </span>
                )}
              </span>
              <span className="figures text-label text-secondary max-sm:whitespace-normal">
                {meter.detail}
              </span>
            </span>
            {meter.lines === null ? null : (
              <Meter
                value={meter.percent}
                label={meter.label}
                series={meter.series}
                lines={meter.lines}
                className="mt-1 w-full"
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
