import { type State, stateLooks } from "./state-look";

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

/** A state by shape, colour and word. */
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
      className={`inline-flex gap-1.5 ${wraps ? "min-w-0 items-baseline [overflow-wrap:anywhere]" : "items-center whitespace-nowrap"} ${stateLooks[state].colour} ${className}`}
      title={hideWord ? word : undefined}
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        <path
          d={stateLooks[state].shape}
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
