import { StateMark } from "../ui/state-mark";

/** `13/14`: how many of the expected services run. Marked where not all of them do; `–` where none is expected. */
export function ServicesFigure({ of }: { of: { running: number; expected: number } | null }) {
  if (of === null) return <span className="figures text-faint">–</span>;
  const missing = of.expected - of.running;
  return (
    <span className="figures inline-flex items-center gap-1.5">
      {missing === 0 ? null : <StateMark state="notice" word={`${missing} not running`} hideWord />}
      {of.running}/{of.expected}
    </span>
  );
}
