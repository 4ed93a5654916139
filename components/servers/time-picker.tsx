import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { type Segment, Segmented } from "../ui/segmented";

export type TimePickerProps = {
  ranges: Segment[];
  from: number;
  to: number;
  isCustom: boolean;
  /** What else is in the address, and stays there when another time is chosen: name and value. */
  kept: readonly (readonly [string, string])[];
  /** The spans around this one; null where there is nothing to be seen. */
  around: { earlier: string | null; later: string | null; wider: string | null };
  /** What this time can be held against, and against which time it is held now. */
  compare?: { choices: Segment[]; current: { word: string; from: number; to: number } | null };
  /** The same data as files. */
  downloads?: readonly { label: string; href: string }[];
};

/** Which stretch of time the charts show; it stays in reach while they scroll by. All of it works as links and a form. */
export function TimePicker(props: TimePickerProps) {
  const { ranges, from, to, isCustom, kept, around, compare, downloads = [] } = props;
  // A choice closes its menu: what it was made in is another one then. Time going on is no choice.
  const choice = JSON.stringify([
    ranges.map(({ isCurrent }) => isCurrent),
    compare?.current?.word,
    isCustom && from,
  ]);
  return (
    <div className="sticky top-0 z-10 mt-5 mb-3 flex flex-wrap items-center gap-x-2 border-y bg-page py-1 print:static print:border-0 print:bg-transparent">
      <div className="contents print:hidden">
        <Segmented label="Time range" segments={ranges} isNarrow />
        <Menu key={`custom ${choice}`} word="custom" isCurrent={isCustom}>
          <form method="get" className="flex flex-wrap items-end gap-2 p-2">
            {kept.map(([name, value]) => (
              <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
            ))}
            <TimeField label="From (UTC)" name="from" at={from} />
            <TimeField label="To (UTC)" name="to" at={to} />
            <Button size="small">Show</Button>
          </form>
        </Menu>
        <nav aria-label="Move in time" className="flex">
          <Step href={around.earlier} word="Earlier" sign="‹" />
          <Step href={around.wider} word="Zoom out" sign="−" />
          <Step href={around.later} word="Later" sign="›" />
        </nav>
        {compare === undefined ? null : (
          <Menu
            key={`compare ${choice}`}
            word={compare.current === null ? "compare" : `compare: ${compare.current.word}`}
            isCurrent={compare.current !== null}
          >
            <div className="p-1">
              <Segmented label="Compare with" segments={compare.choices} />
            </div>
          </Menu>
        )}
        {downloads.length === 0 ? null : (
          <p className="flex text-table">
            {downloads.map(({ label, href }) => (
              <a key={href} href={href} download className={QUIET} title={`These figures as ${label}`}>
                <span className="sr-only">Download </span>
                {label}
                <span aria-hidden="true" className="ml-0.5 text-faint">
                  ↓
                </span>
              </a>
            ))}
          </p>
        )}
      </div>
      <p className="ml-auto py-1 text-label text-faint">
        <LocalTime at={from} /> – <LocalTime at={to} />
        {compare?.current == null ? null : (
          <>
            , dashed: <LocalTime at={compare.current.from} /> – <LocalTime at={compare.current.to} />
          </>
        )}
      </p>
    </div>
  );
}

const QUIET =
  "inline-flex h-7 items-center rounded-sm px-2 text-secondary hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-9 pointer-coarse:justify-center";

/** A word that opens something below the bar; only one of them at a time. */
function Menu({ word, isCurrent, children }: { word: string; isCurrent: boolean; children: ReactNode }) {
  return (
    <details name="time-picker" className="text-table sm:relative">
      <summary
        className={`inline-flex h-7 list-none items-center gap-1 rounded-sm px-2 pointer-coarse:h-11 ${isCurrent ? "bg-wash font-medium" : "text-secondary hover:text-ink"}`}
      >
        {word}
      </summary>
      <div className="absolute top-full left-0 z-20 w-max max-w-full rounded border border-edge bg-raised max-sm:right-0 sm:max-w-none">
        {children}
      </div>
    </details>
  );
}

function Step({ href, word, sign }: { href: string | null; word: string; sign: string }) {
  const drawn = <span aria-hidden="true">{sign}</span>;
  return href === null ? (
    <span className={`${QUIET} text-faint hover:text-faint opacity-60`} aria-hidden="true">
      {sign}
    </span>
  ) : (
    <Link href={href as Route} scroll={false} prefetch={false} className={QUIET} title={word}>
      <span className="sr-only">{word}</span>
      {drawn}
    </Link>
  );
}

function TimeField({ label, name, at }: { label: string; name: string; at: number }) {
  return (
    <label className="grid gap-1 text-label text-secondary">
      {label}
      <input
        type="datetime-local"
        name={name}
        required
        defaultValue={new Date(at).toISOString().slice(0, 16)}
        className="h-7 rounded border border-edge bg-raised px-2 text-ink text-table pointer-coarse:h-11"
      />
    </label>
  );
}
