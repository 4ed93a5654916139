import { StateMark } from "../ui/state-mark";

type ServicesFigureProps = { of: { running: number; expected: number } | null; isServerSilent: boolean };

/** `13/14`: how many of the expected services run. Marked where not all of them do; `–` where none is expected. */
export function ServicesFigure({ of, isServerSilent }: ServicesFigureProps) {
  if (of === null) return <span className="figures text-faint">–</span>;
  // Nobody counted them: none running would be a claim.
  if (isServerSilent) return <span className="text-faint">unknown</span>;
  const missing = of.expected - of.running;
  return (
    <span className="figures inline-flex items-center gap-1.5">
      {missing === 0 ? null : <StateMark state="notice" word={`${missing} not running`} hideWord />}
      {of.running}/{of.expected}
    </span>
  );
}
