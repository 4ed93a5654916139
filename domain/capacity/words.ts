import { formatPercent } from "../format/number";
import {
  type DaysRange,
  FORECAST_COVERAGE_MIN,
  FORECAST_DAYS_MIN,
  type Forecast,
  type NotEnough,
} from "./forecast";

const DAYS_A_MONTH = 365.25 / 12;

/** "38–45 d", "3–5 months", "2 years or later": both ends rounded away from each other, in the unit of the nearer. */
export function rangeWords({ pessimisticDays, optimisticDays }: DaysRange): string {
  const [unit, days] =
    pessimisticDays < 90
      ? (["d", 1] as const)
      : pessimisticDays < 2 * 365
        ? (["months", DAYS_A_MONTH] as const)
        : (["years", 365.25] as const);
  const from = Math.floor(pessimisticDays / days);
  const to = Math.max(from + 1, Math.ceil(optimisticDays / days));
  if (optimisticDays > 20 * Math.max(pessimisticDays, 1)) return `${from} ${unit} or later`;
  return `${from}–${to} ${unit}`;
}

/** When it is full, in two or three words. */
export function forecastWords(forecast: Forecast): string {
  if (forecast.kind === "filling") return rangeWords(forecast);
  if (forecast.kind === "flat" && !forecast.isSure) return "no clear trend";
  return forecast.kind === "not_enough_data" ? "not enough data" : forecast.kind;
}

/** Why there is no forecast. */
export function reasonWords(reason: NotEnough): string {
  switch (reason.because) {
    case "too_few_days":
      return `${reason.days} of ${FORECAST_DAYS_MIN} days`;
    case "too_many_gaps":
      return `${formatPercent(100 * reason.coverage)} of the samples, ${formatPercent(100 * FORECAST_COVERAGE_MIN)} are needed`;
    case "nothing_lately":
      return `nothing for ${reason.days} d`;
    case "cleaned_up": {
      const when = reason.days === 0 ? "cleaned up today" : `cleaned up ${reason.days} d ago`;
      return reason.asBefore === null
        ? when
        : `${when}; ${rangeWords(reason.asBefore)} if it fills as before`;
    }
    case "unsteady":
      return "too unsteady";
    case "capacity_unknown":
      return "its size is not known";
  }
}

/** `£3.42`, `CHF 3.42`: a word stands apart from its amount. */
export function formatCost(amount: number | null, currencySymbol: string): string {
  if (amount === null) return "–";
  const isWord = /[a-z]$/i.test(currencySymbol);
  return `${currencySymbol}${isWord ? " " : ""}${amount.toFixed(2)}`;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-11` as "Nov 2026". */
export function monthWords(name: string): string {
  const [year = "", month = ""] = name.split("-");
  return `${monthNames[Number(month) - 1] ?? month} ${year}`;
}
