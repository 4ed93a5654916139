import { z } from "zod";
import { SERVER_ID_PATTERN, TAG_PATTERN } from "../servers/server";
import { typedName } from "../text/foreign-text";
import { instantOf, isTimeZone, wallClockOf } from "./zoned-time";

/** ISO 8601 numbers the days of a week from 1, Monday, to 7, Sunday. */
const WEEKDAY_MAX = 7;
const MAINTENANCE_MINUTES_MAX = 10_080;

/** A time in which nothing opens and nobody is reminded: for a server, for a tag, or for everything where both are null. */
export type MaintenanceWindow = {
  serverId: string | null;
  tag: string | null;
  when: MaintenanceTime;
};

export type MaintenanceTime =
  | { kind: "once"; startsAt: number; endsAt: number }
  | {
      kind: "weekly";
      weekdays: number[];
      /** Minutes after midnight on the wall clock of the zone. */
      startMinute: number;
      /** Minutes that really pass: a window is as long on the night of a clock change as on any other. */
      durationMinutes: number;
      timeZone: string;
    };

const instant = z.iso
  .datetime({ offset: true, error: "must be a date and a time" })
  .transform((text) => Date.parse(text));

const once = z
  .strictObject({ kind: z.literal("once"), starts_at: instant, ends_at: instant })
  .refine(({ starts_at, ends_at }) => ends_at > starts_at, {
    path: ["ends_at"],
    error: "must be after its start",
  })
  .transform(({ starts_at, ends_at }) => ({ kind: "once" as const, startsAt: starts_at, endsAt: ends_at }));

const weekly = z
  .strictObject({
    kind: z.literal("weekly"),
    weekdays: z
      .array(z.number().int().min(1).max(WEEKDAY_MAX), "must be one day at least")
      .min(1, "must be one day at least")
      .overwrite((days) => [...new Set(days)].sort()),
    start_minute: z.number("must be a time of day, as 02:30").int().min(0).max(1439),
    duration_minutes: z
      .number("must be a number of minutes")
      .int("must be a whole number of minutes")
      .min(1, "must be a minute at least")
      .max(MAINTENANCE_MINUTES_MAX, "must be a week at most"),
    time_zone: z.string().max(100).refine(isTimeZone, "must be a time zone, as Europe/London"),
  })
  .transform(({ start_minute, duration_minutes, time_zone, ...rest }) => ({
    ...rest,
    startMinute: start_minute,
    durationMinutes: duration_minutes,
    timeZone: time_zone,
  }));

/** A window as it comes from a form or a program. */
export const maintenanceSchema = z
  .strictObject({
    name: typedName(100),
    server_id: z.string().regex(SERVER_ID_PATTERN, "must be a server's id").nullable(),
    tag: z.string().regex(TAG_PATTERN, "must be a tag").nullable(),
    when: z.discriminatedUnion("kind", [once, weekly]),
  })
  .refine(({ server_id, tag }) => server_id === null || tag === null, {
    path: ["tag"],
    error: "must be left out where a server is named",
  })
  .transform(({ server_id, ...rest }) => ({ ...rest, serverId: server_id }));
export type MaintenanceInput = z.output<typeof maintenanceSchema>;

/** Whether one of the windows covers this server now. */
export function isInMaintenance(
  windows: readonly MaintenanceWindow[],
  subject: { serverId: string; tags: readonly string[]; now: number },
): boolean {
  return windows.some(({ serverId, tag, when }) => {
    if (serverId !== null && serverId !== subject.serverId) return false;
    if (tag !== null && !subject.tags.includes(tag)) return false;
    const span = nextSpanOf(when, subject.now);
    return span !== null && span.startsAt <= subject.now;
  });
}

/** The span of a window that runs at `now` or else comes next, its end outside it; null where none comes any more. */
export function nextSpanOf(when: MaintenanceTime, now: number): { startsAt: number; endsAt: number } | null {
  if (when.kind === "once") {
    return now < when.endsAt ? { startsAt: when.startsAt, endsAt: when.endsAt } : null;
  }
  // Back to the window that began a week ago and may still run, and on to the one that begins next week.
  const today = Math.floor(wallClockOf(now, when.timeZone) / DAY_MS);
  for (let day = today - 8; day <= today + 8; day++) {
    if (!when.weekdays.includes(isoWeekdayOf(day))) continue;
    const startsAt = instantOf(day * DAY_MS + when.startMinute * MINUTE_MS, when.timeZone);
    const endsAt = startsAt + when.durationMinutes * MINUTE_MS;
    if (now < endsAt) return { startsAt, endsAt };
  }
  return null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Of the day that many days after 1 January 1970, which was a Thursday. */
function isoWeekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
