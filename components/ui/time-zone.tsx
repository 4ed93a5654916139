"use client";

import { createContext, type ReactNode, use } from "react";
import { offsetMinutesOf } from "@/domain/alerts/zoned-time";

const ZoneContext = createContext<string | null>(null);

/** Gives every time below it one zone; null leaves it to the browser. */
export function TimeZone({ name, children }: { name: string | null; children: ReactNode }) {
  return <ZoneContext value={name}>{children}</ZoneContext>;
}

/** The zone of the hub, null where each browser has its own. */
export function useTimeZone(): string | null {
  return use(ZoneContext);
}

/** How many minutes east of UTC that zone is at an instant; the browser's own where there is none. */
export function localOffsetMinutes(at: number, timeZone: string | null): number {
  // Summer and winter differ, hence the instant.
  return timeZone === null ? -new Date(at).getTimezoneOffset() : offsetMinutesOf(at, timeZone);
}
