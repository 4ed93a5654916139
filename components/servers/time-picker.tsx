import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { type Segment, Segmented } from "../ui/segmented";
import { ZonedField } from "../ui/zoned-field";

/** `at` is an instant that the words end with. */
type Fault = { field: "from" | "to"; words: string; at?: number };

export type TimePickerProps = {
  ranges: Segment[];
  from: number;
  to: number;
  isCustom: boolean;
  /** What was asked by hand and cannot be shown, or not all of it, and why. */
  refused: { from: number | null; to: number | null; faults: readonly Fault[] } | null;
  /** What else is in the address, and stays there when another time is chosen: name and value. */
  kept: readonly (readonly [string, string])[];
  /** The spans around this one; null where there is nothing to be seen. */
  around: { earlier: string | null; later: string | null; wider: string | null };
  /** What this time can be held against, and against which time it is held now. */
  compare?: { choices: Segment[]; current: { word: string; from: number; to: number } | null };
  /** The same data as files. */
  downloads?: readonly { label: string; href: string }[];
};

/**
 * Which stretch of time the charts show; it stays in reach while they scroll by, where there is little room the ranges alone do. All of it
 * works as links and a form.
 */
export function TimePicker(props: TimePickerProps) {
  const { ranges, from, to, isCustom, refused, kept, around, compare, downloads = [] } = props;
  // A choice closes its menu: what it was made in is another one then. Time going on is no choice.
  const choice = JSON.stringify([
    ranges.map(({ isCurrent }) => isCurrent),
    compare?.current?.word,
    isCustom && from,
  ]);
  return (
    <>
      <div className="contents lg:sticky lg:top-0 lg:z-10 lg:mt-5 lg:mb-3 lg:flex lg:flex-wrap lg:items-center lg:gap-x-2 lg:border-y lg:bg-page lg:py-1 print:static print:border-0 print:bg-transparent">
        <div className="sticky top-0 z-10 mt-5 border-y bg-page py-1 lg:contents print:hidden">
          <Segmented label="Time range" segments={ranges} isNarrow />
        </div>
        <div className="mb-3 flex flex-wrap items-center gap-x-2 border-b py-1 lg:contents print:border-0">
          <div className="contents print:hidden">
            {refused === null ? (
              <Menu
                key={`custom ${choice}`}
                id="custom-time"
                word="custom"
                title="Custom time"
                isCurrent={isCustom}
              >
                <CustomForm kept={kept} from={from} to={to} />
              </Menu>
            ) : null}
            <nav aria-label="Move in time" className="flex">
              <Step href={around.earlier} word="Earlier" sign="‹" />
              <Step href={around.wider} word="Zoom out" sign="−" />
              <Step href={around.later} word="Later" sign="›" />
            </nav>
            {compare === undefined ? null : (
              <Menu
                key={`compare ${choice}`}
                id="compare-time"
                word={compare.current === null ? "compare" : `compare: ${compare.current.word}`}
                title="Compare with"
                isCurrent={compare.current !== null}
              >
                <Segmented label="Compare with" segments={compare.choices} />
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
      </div>
      {/* Out of its menu, which nothing but a press opens: what is wrong must be seen. */}
      {refused === null ? null : (
        <section aria-label="Custom time" className="mb-3 border-b pb-3 print:hidden">
          <CustomForm key={`${refused.from} ${refused.to}`} kept={kept} {...refused} />
        </section>
      )}
    </>
  );
}

type CustomFormProps = Pick<TimePickerProps, "kept"> & {
  from: number | null;
  to: number | null;
  faults?: readonly Fault[];
};

function CustomForm({ kept, from, to, faults = [] }: CustomFormProps) {
  const errorOf = (field: Fault["field"]) => {
    const fault = faults.find((each) => each.field === field);
    if (fault?.at === undefined) return fault?.words;
    return (
      <>
        {fault.words} <LocalTime at={fault.at} />
      </>
    );
  };
  const fields = [
    { label: "From", name: "from", at: from },
    { label: "To", name: "to", at: to },
  ] as const;
  return (
    <form method="get" className="flex flex-wrap items-start gap-2">
      {kept.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {fields.map(({ label, name, at }) => (
        <ZonedField
          key={name}
          label={label}
          name={name}
          at={at}
          asks="minute"
          isRequired
          error={errorOf(name)}
          hasFocus={faults[0]?.field === name}
        />
      ))}
      {/* Level with the fields, below whose labels they stand. */}
      <Button size="small" className="mt-4.5">
        Show
      </Button>
    </form>
  );
}

const QUIET =
  "inline-flex h-7 items-center rounded-sm px-2 text-secondary hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-9 pointer-coarse:justify-center";

type MenuProps = { id: string; word: string; title: string; isCurrent: boolean; children: ReactNode };

/** A word that opens a popover below it: without JavaScript too, and Escape or a press elsewhere closes it. */
function Menu({ id, word, title, isCurrent, children }: MenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={`inline-flex h-7 items-center gap-1 rounded-sm px-2 text-table pointer-coarse:h-11 ${isCurrent ? "bg-wash font-medium" : "text-secondary hover:text-ink"}`}
      >
        {word}
      </button>
      <section
        id={id}
        popover="auto"
        aria-label={title}
        className="below-its-button rounded border border-edge bg-raised p-2 text-ink"
      >
        {children}
      </section>
    </>
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
