import type { Forecast } from "./forecast";

/** Compares what fills first with what fills later; what has no date comes after what has one. */
export function byDaysUntilFull(a: Forecast, b: Forecast): number {
  return rankOf(a) - rankOf(b) || daysOf(a) - daysOf(b);
}

const ranks: Record<Forecast["kind"], number> = {
  full: 0,
  filling: 1,
  not_enough_data: 2,
  flat: 3,
  shrinking: 4,
};

/** After a clean-up there is a date as well, if not as firm a one: it stands among the others. */
function rankOf(forecast: Forecast): number {
  return daysOf(forecast) < Number.MAX_VALUE ? Math.min(ranks[forecast.kind], 1) : ranks[forecast.kind];
}

function daysOf(forecast: Forecast): number {
  if (forecast.kind === "full") return 0;
  if (forecast.kind === "filling") return forecast.pessimisticDays;
  if (forecast.kind !== "not_enough_data" || forecast.reason.because !== "cleaned_up")
    return Number.MAX_VALUE;
  return forecast.reason.asBefore?.pessimisticDays ?? Number.MAX_VALUE;
}

/** Units a day by which it grows or shrinks; null where no trend is known. */
export function perDayOf(forecast: Forecast): number | null {
  return "perDay" in forecast ? forecast.perDay : null;
}
