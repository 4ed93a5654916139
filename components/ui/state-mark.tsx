export type State = "ok" | "notice" | "bad" | "minor" | "unknown";

type StateMarkProps = {
  state: State;
  /** The state in a word: "online", "critical". Shape and colour never stand alone. */
  word: string;
  /** `outline`: somebody knows (acknowledged). `hatched`: it was so when we last heard (stale). */
  look?: "solid" | "outline" | "hatched";
  /** Leaves the word to screen readers and the pointer, where a column is narrow and a legend is near. */
  hideWord?: boolean;
  /** A whole sentence breaks into lines; a word does not. */
  wraps?: boolean;
  className?: string;
};

/** A state by shape, colour and word: a dot is fine, a triangle wants notice, a square is bad, a rhomb can wait, a ring is unknown. */
export function StateMark({
  state,
  word,
  look = "solid",
  hideWord = false,
  wraps = false,
  className = "",
}: StateMarkProps) {
  return (
    <span
      className={`inline-flex gap-1.5 ${wraps ? "min-w-0 items-baseline [overflow-wrap:anywhere]" : "items-center whitespace-nowrap"} ${textOf[state]} ${className}`}
      title={hideWord ? word : undefined}
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        <path
          d={outlineOf[state]}
          fill={look === "solid" && state !== "unknown" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
        {look === "hatched" ? (
          <path d="M3 5.5 5.5 3M4.5 7 7 4.5" stroke="currentColor" strokeWidth="1.25" strokeLinecap="round" />
        ) : null}
      </svg>
      <span className={hideWord ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}

const textOf: Record<State, string> = {
  ok: "text-ok",
  notice: "text-notice",
  bad: "text-bad",
  minor: "text-secondary",
  unknown: "text-unknown",
};

const outlineOf: Record<State, string> = {
  ok: "M5 1.25a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5z",
  notice: "M5 1.25 9 8.5H1z",
  bad: "M1.5 1.5h7v7h-7z",
  minor: "M5 1 9 5 5 9 1 5z",
  unknown: "M5 1.25a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5z",
};
