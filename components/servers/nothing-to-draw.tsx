import type { Route } from "next";
import Link from "next/link";
import { LocalTime } from "../ui/local-time";

type NothingToDrawProps = {
  /** Set where nothing was heard since. */
  lastSampleAt: number | null;
  lastDayHref: Route;
  /** Out of a custom stretch of time; null where none is shown. */
  wholeHref: Route | null;
};

/** In the place of charts that would all be empty: why, and where there is something to see. */
export function NothingToDraw({ lastSampleAt, lastDayHref, wholeHref }: NothingToDrawProps) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-b pb-3 text-secondary text-table">
      {lastSampleAt === null ? (
        "There are no samples of this time."
      ) : (
        <>
          <span>
            Nothing was heard after <LocalTime at={lastSampleAt} />, so there is nothing to draw of this time.
          </span>
          <Link href={lastDayHref} scroll={false} className={LINK}>
            Show the last 24 h it was heard (to <LocalTime at={lastSampleAt} />)
          </Link>
        </>
      )}
      {wholeHref === null ? null : (
        <Link href={wholeHref} scroll={false} className={LINK}>
          Reset zoom
        </Link>
      )}
    </p>
  );
}

const LINK = "text-ink underline underline-offset-2";
