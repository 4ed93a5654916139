import { RelativeTime } from "../ui/relative-time";
import { VerdictHeading } from "../ui/verdict-heading";

type VerdictProps = { text: string; newestSampleAt: number | null; evaluatedAt: number | null; now: number };

/** The answer to "is everything all right", and how old it is. */
export function Verdict({ text, newestSampleAt, evaluatedAt, now }: VerdictProps) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <VerdictHeading text={text} />
      <p className="text-label text-faint">
        {newestSampleAt === null ? (
          "no data yet"
        ) : (
          <>
            data <RelativeTime at={newestSampleAt} now={now} suffix="old" />
          </>
        )}
        {evaluatedAt === null ? null : (
          <>
            {" "}
            · evaluated <RelativeTime at={evaluatedAt} now={now} />
          </>
        )}
      </p>
    </div>
  );
}
