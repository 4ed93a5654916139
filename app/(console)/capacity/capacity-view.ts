import type { CapacityRow, GrowerRow } from "@/components/capacity/capacity-row";
import type { EnergyCell, EnergyRow } from "@/components/capacity/energy-table";
import { severityStates } from "@/components/ui/state-look";
import { COUNTDOWN_DAYS } from "@/domain/alerts/countdown";
import { meterLines } from "@/domain/alerts/meter-lines";
import type { Thresholds } from "@/domain/alerts/thresholds";
import { sumKnown, wholeMonth } from "@/domain/capacity/energy";
import { FORECAST_WINDOW_DAYS, type Forecast } from "@/domain/capacity/forecast";
import { perDayOf } from "@/domain/capacity/ranking";
import { forecastWords, formatCost, monthWords, reasonWords } from "@/domain/capacity/words";
import { formatBytes } from "@/domain/format/bytes";
import { formatNumber, formatPercent } from "@/domain/format/number";
import { UNKNOWN } from "@/domain/format/unknown";
import type { RankedSeries } from "@/hub/capacity/rank-capacity";
import type { EnergyBook } from "@/hub/capacity/read-energy";
import { serverHref } from "../overview-query";

const GROWERS_SHOWN = 5;
const DAYS_A_MONTH = 30;
const DAY_MS = 86_400_000;

/** Something that fills up, in words. Pure: `now` is the only clock. */
export function capacityRow(
  series: RankedSeries,
  { now, thresholds }: { now: number; thresholds: Thresholds },
): CapacityRow {
  const { serverId, server, kind, subject, capacity, values, forecast } = series;
  const newest = values.at(-1)?.value ?? null;
  const shareOf = (value: number | undefined) =>
    value === undefined || capacity === null || capacity <= 0 ? null : (100 * value) / capacity;
  const byDay = new Map(values.map(({ day, value }) => [day, value]));
  const today = Math.floor(now / DAY_MS);
  const firstDay = Math.min(today, Math.max(values[0]?.day ?? today, today - FORECAST_WINDOW_DAYS));
  return {
    key: `${serverId} ${kind} ${subject}`,
    serverName: server.displayName ?? serverId,
    href: serverHref(serverId),
    what: kind === "filesystem" ? subject : kind,
    series: kind === "filesystem" ? "disk" : kind,
    lines: meterLines(thresholds, {
      serverId,
      alertType: kind === "filesystem" ? "disk" : kind,
      subject: kind === "filesystem" ? subject : "",
    }),
    usedPercent: shareOf(newest ?? undefined),
    used: usedWords(series, newest),
    days: Array.from({ length: today - firstDay + 1 }, (_, index) => shareOf(byDay.get(firstDay + index))),
    perDay: perDayWords(series),
    forecast: forecastWords(forecast),
    hasDate: forecast.kind === "filling",
    reason: forecast.kind === "not_enough_data" ? reasonWords(forecast.reason) : null,
    mark: kind === "filesystem" ? markOf(forecast) : null,
  };
}

/** The filesystems that grow most, in bytes. */
export function growerRows(series: readonly RankedSeries[]): GrowerRow[] {
  return series
    .flatMap((each) => {
      const perDay = each.kind === "filesystem" ? perDayOf(each.forecast) : null;
      return perDay === null || perDay <= 0 || each.forecast.kind === "shrinking" ? [] : [{ each, perDay }];
    })
    .sort((a, b) => b.perDay - a.perDay)
    .slice(0, GROWERS_SHOWN)
    .map(({ each, perDay }) => ({
      key: `${each.serverId} ${each.subject}`,
      serverName: each.server.displayName ?? each.serverId,
      href: serverHref(each.serverId),
      what: each.subject,
      perDay: `+${formatBytes(perDay)}`,
      perMonth: `+${formatBytes(perDay * DAYS_A_MONTH)}`,
    }));
}

export type EnergyView = {
  /** "£8.41 until now, about £12.60 for the whole month"; null where nothing is known. */
  sentence: string | null;
  /** How many servers have no power set. */
  unknownCount: number;
  hasAssumed: boolean;
  /** Those in which anything ran, and the present one. */
  months: string[];
  rows: EnergyRow[];
  totals: EnergyCell[];
};

export function energyView({ cost, months, servers }: EnergyBook, now: number): EnergyView {
  const shown = months.flatMap((month, index) =>
    index === 0 || servers.some((each) => (each.months[index]?.hours ?? 0) > 0) ? [{ month, index }] : [],
  );
  const cell = (name: string, kilowattHours: number | null): EnergyCell => ({
    month: name,
    cost: formatCost(
      kilowattHours === null ? null : kilowattHours * cost.electricity_rate,
      cost.currency_symbol,
    ),
    kilowattHours: kilowattHours === null ? UNKNOWN : `${formatNumber(kilowattHours, 1)} kWh`,
  });
  const totalOf = (index: number) =>
    sumKnown(servers.map((each) => each.months[index]?.kilowattHours ?? null));
  const [present] = months;
  const whole = present === undefined ? null : wholeMonth(totalOf(0), present, now);
  const untilNow = cell("", totalOf(0)).cost;
  return {
    sentence:
      totalOf(0) === null
        ? null
        : whole === null
          ? `${untilNow} this month until now`
          : `${untilNow} this month until now, about ${cell("", whole).cost} for the whole of it`,
    unknownCount: servers.filter(({ server }) => server.tdpWatts === null).length,
    hasAssumed: servers.some(({ server }) => isIdleAssumed(server)),
    months: shown.map(({ month }) => monthWords(month.name)),
    rows: servers.map(({ server, months: energies }) => ({
      id: server.id,
      name: server.displayName ?? server.id,
      href: serverHref(server.id),
      watts: energies[0]?.watts == null ? UNKNOWN : `${formatNumber(energies[0].watts)} W`,
      isIdleAssumed: isIdleAssumed(server),
      cpu: formatPercent(energies[0]?.cpuPercent ?? null),
      months: shown.map(({ month, index }) => cell(month.name, energies[index]?.kilowattHours ?? null)),
    })),
    totals: shown.map(({ month, index }) => cell(month.name, totalOf(index))),
  };
}

/** What one server took this month: "14.2 kWh, £3.42"; empty where nothing is known, or where it did not run. */
export function energyWords({ cost, servers }: EnergyBook): string {
  const kilowattHours = servers[0]?.months[0]?.kilowattHours ?? null;
  if (kilowattHours === null || kilowattHours === 0) return "";
  const price = formatCost(kilowattHours * cost.electricity_rate, cost.currency_symbol);
  return `${formatNumber(kilowattHours, 1)} kWh, ${price}`;
}

function isIdleAssumed({
  tdpWatts,
  idleWatts,
}: {
  tdpWatts: number | null;
  idleWatts: number | null;
}): boolean {
  return tdpWatts !== null && idleWatts === null;
}

function usedWords({ kind, capacity }: RankedSeries, newest: number | null): string {
  if (newest === null || capacity === null || kind === "memory") return "";
  if (kind === "load") return `${formatNumber(newest, 2)} of ${capacity}`;
  return `${formatBytes(newest)} of ${formatBytes(capacity)}`;
}

function perDayWords({ kind, capacity, forecast }: RankedSeries): string {
  const perDay = perDayOf(forecast);
  if (perDay === null) return UNKNOWN;
  // What fills up by a date grows, however slowly; else less than a thousandth in a month is nothing that anybody would call a trend.
  const isSlow = capacity !== null && Math.abs(perDay) * DAYS_A_MONTH < 0.001 * capacity;
  if (forecast.kind !== "filling" && isSlow) return "0";
  const amount = amountWords(kind, perDay);
  // What is rounded away is no growth to put a sign to.
  if (!/[1-9]/.test(amount)) return "0";
  return perDay > 0 ? `+${amount}` : amount;
}

function amountWords(kind: RankedSeries["kind"], amount: number): string {
  if (kind === "filesystem") return formatBytes(amount);
  return kind === "memory"
    ? formatPercent(amount, digitsFor(amount, 1))
    : formatNumber(amount, digitsFor(amount, 2));
}

const DIGITS_MAX = 5;

/** As many as usual, or as it takes for one digit that is not 0. */
function digitsFor(amount: number, usual: number): number {
  const first = amount === 0 ? usual : Math.ceil(-Math.log10(Math.abs(amount)));
  return Math.min(DIGITS_MAX, Math.max(usual, first));
}

/** As the alert that it opens is marked. */
function markOf(forecast: Forecast): CapacityRow["mark"] {
  if (forecast.kind === "full") return severityStates.critical;
  if (forecast.kind !== "filling") return null;
  if (forecast.pessimisticDays <= COUNTDOWN_DAYS.high) return severityStates.high;
  return forecast.pessimisticDays <= COUNTDOWN_DAYS.medium ? severityStates.medium : null;
}
