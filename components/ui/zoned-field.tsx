"use client";

import { type ReactNode, useId, useState, useSyncExternalStore } from "react";
import { instantOf } from "@/domain/alerts/zoned-time";
import { offsetName } from "@/domain/format/time";
import { hubTime } from "./shared-clock";
import { localOffsetMinutes, useTimeZone } from "./time-zone";

type ZonedFieldProps = {
  label: string;
  name: string;
  /** The instant that it shows; null where none is chosen. */
  at: number | null;
  /** A minute, or a whole day by its first or by its last second. */
  asks: "minute" | "first-second" | "last-second";
  isRequired?: boolean;
  /** What is wrong with it. */
  error?: ReactNode;
  /** It takes the focus with the page, so that what is wrong with it comes into view. */
  hasFocus?: boolean;
};

/**
 * A time to be chosen: shown and taken in the zone of the hub, or of the browser, which it names, and sent as an instant that means the same
 * everywhere. Without JavaScript it is in UTC, and says so.
 */
export function ZonedField({ label, name, at, asks, isRequired, error, hasFocus }: ZonedFieldProps) {
  const errorId = useId();
  const timeZone = useTimeZone();
  const isAwake = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [typed, setTyped] = useState<string | null>(null);
  const offsetMinutes = (instant: number) => (isAwake ? localOffsetMinutes(instant, timeZone) : 0);
  const chosen = typed === null ? at : instantOfField(typed, asks, timeZone);
  const known = at === null ? "" : new Date(at + offsetMinutes(at) * 60_000).toISOString();
  const isDay = asks !== "minute";
  return (
    <div className="grid min-w-0 content-start gap-0.5 text-label">
      <label className="grid gap-0.5 text-faint">
        {label} ({offsetName(offsetMinutes(chosen ?? hubTime()))})
        <input
          type={isDay ? "date" : "datetime-local"}
          // What is sent is the hidden one, once there is JavaScript to fill it in.
          name={isAwake ? undefined : name}
          value={typed ?? known.slice(0, isDay ? 10 : 16)}
          onChange={(event) => setTyped(event.target.value)}
          required={isRequired}
          min={isDay ? "1970-01-01" : "1970-01-01T00:00"}
          max={isDay ? "9999-12-31" : "9999-12-31T23:59"}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : errorId}
          // biome-ignore lint/a11y/noAutofocus: only where it was refused, and may be below the fold
          autoFocus={hasFocus}
          className="h-7 min-w-0 max-w-full rounded border border-edge bg-raised px-2 text-ink text-table aria-[invalid]:border-bad pointer-coarse:h-11 pointer-coarse:text-[16px]"
        />
      </label>
      {isAwake ? (
        <input
          type="hidden"
          name={name}
          value={chosen === null ? "" : `${new Date(chosen).toISOString().slice(0, 19)}Z`}
        />
      ) : null}
      {error === undefined ? null : (
        <p id={errorId} className="text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** What the field's text means in a zone, the browser's own where there is none; null where it is no time yet. */
function instantOfField(text: string, asks: ZonedFieldProps["asks"], timeZone: string | null): number | null {
  const clock = { minute: "", "first-second": "T00:00:00", "last-second": "T23:59:59" }[asks];
  const wall = `${text}${clock}`;
  // Without a zone in it the text is read in the browser's.
  const at = timeZone === null ? Date.parse(wall) : instantOf(Date.parse(`${wall}Z`), timeZone);
  return Number.isFinite(at) ? at : null;
}

const never = () => () => {};
