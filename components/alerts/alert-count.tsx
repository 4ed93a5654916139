import { StateMark } from "../ui/state-mark";
import type { AlertMark } from "./alert-row";

/** How many alerts a server has, with the mark of the worst of those counted; nothing where there is none. */
export function AlertCount({ alerts }: { alerts: (AlertMark & { count: number }) | null }) {
  if (alerts === null) return null;
  const { count, ...mark } = alerts;
  return (
    <span className="inline-flex items-center gap-0.5 text-label" title={mark.word}>
      <StateMark {...mark} hideWord />
      {count > 1 ? (
        <span aria-hidden="true" className="figures text-secondary">
          {count}
        </span>
      ) : null}
    </span>
  );
}
