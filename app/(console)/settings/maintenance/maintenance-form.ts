import type { MaintenanceRow } from "@/components/settings/maintenance-list";
import type { MaintenanceRecord } from "@/db/queries/maintenance";
import {
  type MaintenanceInput,
  type MaintenanceTime,
  maintenanceSchema,
  nextSpanOf,
} from "@/domain/alerts/maintenance";
import { instantOf, isTimeZone } from "@/domain/alerts/zoned-time";
import { formatDuration } from "@/domain/format/time";
import { formatWeekdays } from "@/domain/format/weekday";
import type { FieldFault } from "@/domain/hub-error";
import { faultsOf } from "../form-answer";

/** The window that the form asks for, or all that is wrong with it, by input. */
export function maintenanceOf(form: FormData): { window: MaintenanceInput | null; faults: FieldFault[] } {
  const faults = zoneFault(form);
  const result = maintenanceSchema.safeParse(maintenanceInputOf(form));
  if (result.success && faults.length === 0) return { window: result.data, faults };
  for (const { path, message } of faultsOf(result.error?.issues ?? [])) {
    faults.push({ path: inputNameOf(path), message });
  }
  return { window: null, faults };
}

/** What the form asks for; not checked yet. Its times are those of the wall clock in the zone it names. */
function maintenanceInputOf(form: FormData): unknown {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const zone = text("time_zone");
  // In whatever zone that is none, the times are still times, and one is before the other.
  const wall = isTimeZone(zone) ? zone : "UTC";
  const whom = text("whom");
  const when =
    text("kind") === "weekly"
      ? {
          kind: "weekly",
          weekdays: form.getAll("weekdays").map(Number),
          start_minute: minuteOf(text("start")),
          duration_minutes: text("minutes") === "" ? undefined : Number(text("minutes")),
          time_zone: zone,
        }
      : { kind: "once", starts_at: isoOf(text("from"), wall), ends_at: isoOf(text("to"), wall) };
  return {
    name: text("name"),
    server_id: whom.startsWith("server:") ? whom.slice("server:".length) : null,
    tag: whom.startsWith("tag:") ? whom.slice("tag:".length) : null,
    when,
  };
}

/** "when.starts_at": the input that it is about. */
export function inputNameOf(path: string): string {
  const names: Record<string, string> = {
    server_id: "whom",
    tag: "whom",
    "when.starts_at": "from",
    "when.ends_at": "to",
    "when.start_minute": "start",
    "when.duration_minutes": "minutes",
    "when.time_zone": "time_zone",
  };
  return names[path] ?? path.replace(/^when\.weekdays.*/, "weekdays");
}

/** The form of a single window carries its zone only as a help to read its times. */
function zoneFault(form: FormData): FieldFault[] {
  const isZone = isTimeZone(String(form.get("time_zone") ?? "").trim());
  return isZone ? [] : [{ path: "time_zone", message: "must be a time zone, as Europe/London" }];
}

/** The windows as the page shows them: what runs first, then what comes next, then what is over. */
export function maintenanceRows(
  windows: MaintenanceRecord[],
  names: Map<string, string>,
  now: number,
): MaintenanceRow[] {
  const rows = windows.map((window) => {
    const span = nextSpanOf(window.when, now);
    return {
      id: window.id,
      name: window.name,
      whom: whomWords(window, names),
      when: whenWords(window.when),
      span,
      isRunning: span !== null && span.startsAt <= now,
    };
  });
  return rows.sort(
    (a, b) =>
      (a.span?.startsAt ?? Number.MAX_SAFE_INTEGER) - (b.span?.startsAt ?? Number.MAX_SAFE_INTEGER) ||
      a.id - b.id,
  );
}

function whomWords({ serverId, tag }: MaintenanceRecord, names: Map<string, string>): string {
  if (serverId !== null) return names.get(serverId) ?? serverId;
  return tag === null ? "everything" : `all with the tag ${tag}`;
}

function whenWords(when: MaintenanceTime): string {
  if (when.kind === "once") return `once, for ${formatDuration(when.endsAt - when.startsAt)}`;
  const clock = `${pad(Math.floor(when.startMinute / 60))}:${pad(when.startMinute % 60)}`;
  return `${formatWeekdays(when.weekdays)} at ${clock} ${when.timeZone}, for ${formatDuration(when.durationMinutes * 60_000)}`;
}

const pad = (number: number) => String(number).padStart(2, "0");

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)(:\d\d)?$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** "2026-11-21T10:00" on the wall of a zone, as an instant; undefined where it is none. */
function isoOf(text: string, zone: string): string | undefined {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wall)) return undefined;
  return new Date(instantOf(wall, zone)).toISOString();
}
