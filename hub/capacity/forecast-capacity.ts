import type { Database } from "../../db/client";
import { type DailySeries, listDailySeries } from "../../db/queries/capacity";
import { FORECAST_WINDOW_DAYS, type Forecast, forecast } from "../../domain/capacity/forecast";

export type ForecastSeries = DailySeries & { forecast: Forecast };

const DAY_MS = 86_400_000;
/** So many forecasts, about a millisecond each, before the event loop has its turn. */
const FORECASTS_AT_ONCE = 20;

/** What fills up of these servers (filesystems, memory, load) and when each is full. */
export async function forecastCapacity(
  db: Database,
  { serverIds, now }: { serverIds: string[]; now: number },
): Promise<ForecastSeries[]> {
  const fromDay = Math.floor(now / DAY_MS) - FORECAST_WINDOW_DAYS;
  const found: ForecastSeries[] = [];
  for (const [index, series] of (await listDailySeries(db, { serverIds, fromDay })).entries()) {
    found.push({ ...series, forecast: forecast({ ...series, now }) });
    if (index % FORECASTS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
