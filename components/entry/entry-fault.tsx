import { StateMark } from "../ui/state-mark";

/** Why nobody was let in; announced when it appears. */
export function EntryFault({ fault }: { fault: string | null }) {
  return (
    <div role="alert" className="text-table empty:hidden">
      {fault === null ? null : <StateMark state="bad" word={fault} wraps />}
    </div>
  );
}
