import { formatNumber, formatPercent } from "@/domain/format/number";
import type { FormAction } from "../settings/form-outcome";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Figure } from "../ui/figure";
import { LocalTime } from "../ui/local-time";
import { RelativeTime } from "../ui/relative-time";
import { serviceStates } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";
import { ArrivalDetails } from "./arrival-details";
import { AvailabilityFigure } from "./availability-figure";
import { CriticalMark } from "./critical-mark";
import { HistoryStrip } from "./history-strip";
import { journalLine } from "./journal-line";
import { ChangeServiceForm } from "./service-forms";
import type { ServiceHistoryRow } from "./service-row";
import { stripOf } from "./strip";

/** So many outages are listed; the strip shows the rest. */
const OUTAGES_SHOWN = 10;

type Actions = { change: FormAction; forget: (form: FormData) => Promise<void> };

/** One expected service of a server: a line, which opens to its history and to what can be changed. */
export function ServiceDetails({
  row,
  now,
  actions,
}: {
  row: ServiceHistoryRow;
  now: number;
  /** Null where it is only read. */
  actions: Actions | null;
}) {
  return (
    <ArrivalDetails
      id={row.unit}
      summary={
        <summary
          className={`${ROW} min-h-9 cursor-pointer list-none py-1 hover:bg-wash pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden`}
        >
          <svg viewBox="0 0 10 10" className="size-2.5 text-faint group-open:rotate-90" aria-hidden="true">
            <path
              d="M3 1 7 5 3 9"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          <StateMark {...row.mark} />
          <span className="min-w-0 truncate font-medium" title={row.reason ?? row.unit}>
            {row.name}
            {row.isCritical ? <CriticalMark /> : null}
            {row.reason === null ? null : <span className="font-normal text-faint"> {row.reason}</span>}
          </span>
          <span className="figures text-right">
            <Hidden>for </Hidden>
            <RelativeTime at={row.since} now={now} suffix="" />
          </span>
          <span className={`figures text-right ${WIDER} ${row.restartsOfDay === 0 ? "text-faint" : ""}`}>
            <Hidden>restarts in 24 hours </Hidden>
            {row.restartsOfDay}
          </span>
          <span className={`text-right ${WIDE}`}>
            <Hidden>memory </Hidden>
            <Figure>{row.memoryMb === null ? "–" : `${formatNumber(row.memoryMb)} MiB`}</Figure>
          </span>
          <span className={`text-right ${WIDER}`}>
            <Hidden>available in 24 hours </Hidden>
            <AvailabilityFigure of={row.day} withUnknown={false} />
          </span>
          <span className={`text-right ${WIDE}`}>
            <Hidden>available in 30 days </Hidden>
            <AvailabilityFigure of={row.month} withUnknown={false} />
          </span>
          <span className={WIDER}>
            <HistoryStrip {...stripOf(row.monthSegments, "Last 30 days")} />
          </span>
        </summary>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-5 pt-2 pb-5 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
          <Span label="Last 24 hours" of={row.day}>
            <HistoryStrip {...stripOf(row.daySegments, "Last 24 hours")} />
          </Span>
          <Span label="Last 30 days" of={row.month}>
            <HistoryStrip {...stripOf(row.monthSegments, "Last 30 days")} />
          </Span>
          <Outages row={row} />
          <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-table">
            <Fact label="Unit" value={row.unit} />
            <Fact label="Process" value={row.pid === null ? "–" : String(row.pid)} />
            <Fact label="CPU" value={formatPercent(row.cpuPercent, 1)} />
            <Fact label="Restarts in 24 h" value={String(row.restartsOfDay)} />
            <div className="flex gap-1.5">
              <dt className="text-faint">Reported</dt>
              <dd className="text-secondary">
                <RelativeTime at={row.lastSeenAt} now={now} />
              </dd>
            </div>
          </dl>
          <CodeBlock label={`Read the journal of ${row.unit}`}>{journalLine(row.unit)}</CodeBlock>
        </div>
        {actions === null ? null : (
          <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
            <ChangeServiceForm
              // What somebody else saved meanwhile shows.
              key={`${row.displayName} ${row.isCritical} ${row.enabled}`}
              action={actions.change}
              serverId={row.serverId}
              unit={row.unit}
              displayName={row.displayName}
              isCritical={row.isCritical}
              enabled={row.enabled}
            />
            <form action={actions.forget} className="flex items-center justify-between gap-4 border-t pt-3">
              <input type="hidden" name="server_id" value={row.serverId} />
              <input type="hidden" name="service_name" value={row.unit} />
              <p className="text-label text-secondary">
                Removed, it is expected no longer; its history stays.
              </p>
              <Button tone="danger" size="small" aria-label={`Remove ${row.name}`}>
                Remove
              </Button>
            </form>
          </div>
        )}
      </div>
    </ArrivalDetails>
  );
}

/** What the figures of the rows are. Each row says it again to those who hear the page. */
export function ServiceDetailsHead() {
  return (
    <div aria-hidden="true" className={`${ROW} h-8 whitespace-nowrap font-medium text-faint`}>
      <span />
      <span>State</span>
      <span>Service</span>
      <span className="text-right">For</span>
      <span className={`text-right ${WIDER}`} title="Restarts in the last 24 hours">
        Restarts
      </span>
      <span className={`text-right ${WIDE}`}>Memory</span>
      <span className={`text-right ${WIDER}`}>24 h</span>
      <span className={`text-right ${WIDE}`}>30 d</span>
      <span className={WIDER}>Last 30 days</span>
    </div>
  );
}

const ROW =
  "grid grid-cols-[0.625rem_5.5rem_minmax(0,1fr)_auto] items-center gap-x-4 text-table sm:grid-cols-[0.625rem_6rem_minmax(0,1fr)_4rem_5rem_5rem] lg:grid-cols-[0.625rem_6rem_minmax(0,1.4fr)_4rem_4rem_5rem_4.5rem_4.5rem_minmax(0,1fr)]";
const WIDE = "hidden sm:block";
const WIDER = "hidden lg:block";

function Hidden({ children }: { children: string }) {
  return <span className="sr-only">{children}</span>;
}

function Span({
  label,
  of,
  children,
}: {
  label: string;
  of: ServiceHistoryRow["day"];
  children: React.ReactNode;
}) {
  return (
    <div>
      <p className="mb-1 flex items-baseline justify-between text-label">
        <span className="text-faint">{label}</span>
        <AvailabilityFigure of={of} />
      </p>
      {children}
    </div>
  );
}

/** When it was down in the last 30 days, the newest first. */
function Outages({ row }: { row: ServiceHistoryRow }) {
  const outages = row.monthSegments.filter(({ status }) => status === "stopped" || status === "failed");
  if (outages.length === 0) return null;
  return (
    <ul aria-label="Outages" className="text-table">
      {outages
        .slice(-OUTAGES_SHOWN)
        .reverse()
        .map((outage) => (
          <li key={outage.from} className="flex flex-wrap gap-x-3">
            <StateMark state={serviceStates[outage.status]} word={outage.status} className="w-20" />
            <span className="text-secondary">
              {outage === row.monthSegments.at(-1) ? (
                <>
                  since <LocalTime at={Math.min(outage.from, row.since ?? outage.from)} />
                </>
              ) : (
                <>
                  <LocalTime at={outage.from} /> to <LocalTime at={outage.to} />
                </>
              )}
            </span>
          </li>
        ))}
    </ul>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-faint">{label}</dt>
      <dd className="figures min-w-0 text-secondary [overflow-wrap:anywhere]">{value}</dd>
    </div>
  );
}
