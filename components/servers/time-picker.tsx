import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { type Segment, Segmented } from "../ui/segmented";

type TimePickerProps = { ranges: Segment[]; from: number; to: number; isCustom: boolean };

/** Which stretch of time the charts show; it stays in reach while they scroll by. */
export function TimePicker({ ranges, from, to, isCustom }: TimePickerProps) {
  return (
    <div className="sticky top-0 z-10 mt-5 mb-3 flex flex-wrap items-center gap-x-4 border-y bg-page py-1 print:static">
      <Segmented label="Time range" segments={ranges} />
      <details className="text-table">
        <summary
          className={`inline-flex h-7 items-center rounded-sm px-2 pointer-coarse:h-11 ${isCustom ? "bg-wash font-medium" : "text-secondary hover:text-ink"}`}
        >
          custom
        </summary>
        <form method="get" className="flex flex-wrap items-end gap-2 py-2">
          <TimeField label="From (UTC)" name="from" at={from} />
          <TimeField label="To (UTC)" name="to" at={to} />
          <Button size="small">Show</Button>
        </form>
      </details>
      <p className="ml-auto text-label text-faint">
        <LocalTime at={from} /> – <LocalTime at={to} />
      </p>
    </div>
  );
}

function TimeField({ label, name, at }: { label: string; name: string; at: number }) {
  return (
    <label className="grid gap-1 text-label text-secondary">
      {label}
      <input
        type="datetime-local"
        name={name}
        required
        defaultValue={new Date(at).toISOString().slice(0, 16)}
        className="h-7 rounded border border-edge bg-raised px-2 text-ink text-table pointer-coarse:h-11"
      />
    </label>
  );
}
