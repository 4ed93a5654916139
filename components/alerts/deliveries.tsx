import type { NotificationEvent } from "@/domain/notifications/notification";
import { LocalTime } from "../ui/local-time";
import type { State } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";

export type DeliveryRow = {
  id: number;
  at: number;
  event: NotificationEvent;
  channel: string;
  type: string;
  state: State;
  word: string;
  attempts: number;
  nextAttemptAt: number | null;
  /** What the provider said to the last attempt. */
  answer: string;
};

/** Who was told of an alert, and what they answered. */
export function Deliveries({ rows }: { rows: DeliveryRow[] }) {
  return (
    <section aria-labelledby="deliveries" className="min-w-0">
      <h2 id="deliveries" className="mb-1 font-medium text-table">
        Messages
      </h2>
      {rows.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">
          Nobody was told: no channel takes alerts of this severity.
        </p>
      ) : (
        <ul className="border-t text-table">
          {rows.map((row) => (
            <li
              key={row.id}
              className="grid grid-cols-[7.5rem_minmax(0,1fr)_auto] items-baseline gap-x-4 border-b py-2"
            >
              <span className="figures text-secondary">
                <LocalTime at={row.at} />
              </span>
              <span className="min-w-0 truncate">
                {row.event} <span className="text-secondary">to {row.channel}</span>
              </span>
              <StateMark state={row.state} word={row.word} />
              {row.attempts > 1 || row.nextAttemptAt !== null || row.answer !== "" ? (
                <span className="col-span-2 col-start-2 text-secondary [overflow-wrap:anywhere]">
                  {row.attempts > 1 ? `${row.attempts} attempts. ` : ""}
                  {row.nextAttemptAt === null || row.attempts === 0 ? null : (
                    <>
                      The next at <LocalTime at={row.nextAttemptAt} show="clock" />.{" "}
                    </>
                  )}
                  {row.answer === "" ? null : <code className="font-mono text-label">{row.answer}</code>}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
