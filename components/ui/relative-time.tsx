"use client";

import { useSyncExternalStore } from "react";
import { formatAgo, formatInstant } from "@/domain/format/time";
import { everySecond, hubTime, learnHubTime } from "./shared-clock";

type RelativeTimeProps = {
  at: number | null;
  /** The hub's time when the page was made; the words are right without JavaScript. */
  now: number;
  /** What follows: "ago", "old", or nothing in a column named "Seen". */
  suffix?: string;
};

/** `12 s ago`, ticking, with the exact UTC in the title. */
export function RelativeTime({ at, now, suffix = "ago" }: RelativeTimeProps) {
  const words = useSyncExternalStore(
    everySecond,
    () => {
      learnHubTime(now);
      return wordsFor(at, hubTime(), suffix);
    },
    () => wordsFor(at, now, suffix),
  );
  if (at === null) return <span className="text-faint">{words}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstant(at)} className="whitespace-nowrap">
      {words}
    </time>
  );
}

function wordsFor(at: number | null, now: number, suffix: string): string {
  const ago = formatAgo(at === null ? null : now - at);
  return at === null || suffix === "" ? ago : `${ago} ${suffix}`;
}
