"use client";

import { useSyncExternalStore } from "react";
import { formatInstant } from "@/domain/format/time";
import { civilTime } from "./civil-time";
import { localOffsetMinutes, useTimeZone } from "./time-zone";

type LocalTimeProps = {
  at: number;
  /** `clock` is the time of day, `day` the date, `both` (the usual) both. */
  show?: "clock" | "day" | "both";
};

/** An instant in the hub's zone, or the browser's; in UTC, and saying so, until JavaScript knows that. */
export function LocalTime({ at, show = "both" }: LocalTimeProps) {
  const timeZone = useTimeZone();
  const local = () => wordsFor(at, localOffsetMinutes(at, timeZone), show);
  const words = useSyncExternalStore(
    never,
    local,
    timeZone === null ? () => `${wordsFor(at, 0, show)} UTC` : local,
  );
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstant(at)} className="whitespace-nowrap">
      {words}
    </time>
  );
}

function wordsFor(at: number, offsetMinutes: number, show: "clock" | "day" | "both"): string {
  const { clock, day } = civilTime(at, offsetMinutes);
  return show === "clock" ? clock : show === "day" ? day : `${day} ${clock}`;
}

/** A browser does not change its zone while a page is open. */
const never = () => () => {};
