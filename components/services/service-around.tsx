import type { Segment } from "@/domain/services/availability";
import { CodeBlock } from "../ui/code-block";
import { LocalTime } from "../ui/local-time";
import { HistoryStrip } from "./history-strip";
import { journalLine } from "./journal-line";
import { stripOf } from "./strip";

/** How a service was around the time of an alert about it, and where to read what it wrote. */
export function ServiceAround({ unit, segments }: { unit: string; segments: Segment[] }) {
  const [first, last] = [segments[0], segments.at(-1)];
  return (
    <div className="mt-4 grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      {first === undefined || last === undefined ? null : (
        <figure>
          <HistoryStrip {...stripOf(segments, "Around the alert")} />
          <figcaption className="mt-1 flex justify-between text-faint text-label">
            <LocalTime at={first.from} />
            <LocalTime at={last.to} />
          </figcaption>
        </figure>
      )}
      <CodeBlock label={`Read the journal of ${unit}`}>{journalLine(unit)}</CodeBlock>
    </div>
  );
}
