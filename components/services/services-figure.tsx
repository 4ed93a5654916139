import { serviceStates } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";

type ServicesFigureProps = {
  of: { expected: number; running: number; stopped: number; failed: number } | null;
  isServerSilent: boolean;
};

/** `13/14`: how many of the expected services run, with the mark of the worst of the others; `–` where none is expected. */
export function ServicesFigure({ of, isServerSilent }: ServicesFigureProps) {
  if (of === null) return <span className="figures text-faint">–</span>;
  // Nobody counted them: none running would be a claim.
  if (isServerSilent) return <span className="text-faint">unknown</span>;
  const { expected, running, stopped, failed } = of;
  const others = { failed, stopped, unknown: expected - running - stopped - failed };
  const told = (["failed", "stopped", "unknown"] as const).filter((status) => others[status] > 0);
  const [worst] = told;
  return (
    <span className="figures inline-flex items-center gap-1.5">
      {worst === undefined ? null : (
        <StateMark
          state={serviceStates[worst]}
          word={told.map((status) => `${others[status]} ${status}`).join(", ")}
          hideWord
        />
      )}
      {running}/{expected}
    </span>
  );
}
