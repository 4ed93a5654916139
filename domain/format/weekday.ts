/** From Monday on, which ISO 8601 numbers 1. */
export const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "Monday" for 1. */
export function formatWeekday(day: number): string {
  return weekdayNames[day - 1] ?? "";
}

/** "Mon, Fri" for 1 and 5; "every day" for all. */
export function formatWeekdays(days: readonly number[]): string {
  if (days.length === weekdayNames.length) return "every day";
  return days.map((day) => formatWeekday(day).slice(0, 3)).join(", ");
}
