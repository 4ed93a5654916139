export type Trend = { direction: "up" | "down" | "level"; difference: number };

/** How far two weeks' means are apart; less than `least` is level: nobody should read a direction into noise. Null where one is unknown. */
export function trendOf(thisWeek: number | null, weekBefore: number | null, least: number): Trend | null {
  if (thisWeek === null || weekBefore === null) return null;
  const difference = thisWeek - weekBefore;
  const direction = Math.abs(difference) < least ? "level" : difference > 0 ? "up" : "down";
  return { direction, difference };
}
