import type { ReactNode } from "react";

/** A box to tick, with what it means beside it. */
export function CheckField({
  name,
  value,
  isChecked,
  children,
}: {
  name: string;
  value?: string;
  isChecked: boolean;
  children: ReactNode;
}) {
  return (
    <label className="inline-flex min-h-7 items-center gap-2 text-table pointer-coarse:min-h-11">
      <input
        type="checkbox"
        name={name}
        value={value ?? "on"}
        // A box keeps its first state through a reset, unless it is a new one.
        key={String(isChecked)}
        defaultChecked={isChecked}
        className="size-4"
      />
      {children}
    </label>
  );
}

const dayWords = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The days of the week, as ISO 8601 numbers them: 1 is Monday. */
export function WeekdayFields({
  legend,
  days,
  error,
}: {
  legend: string;
  days: readonly number[];
  error: string | undefined;
}) {
  return (
    <fieldset>
      <legend className="font-medium text-table">{legend}</legend>
      <div className="flex flex-wrap gap-x-4">
        {dayWords.map((word, index) => (
          <CheckField
            key={word}
            name="weekdays"
            value={String(index + 1)}
            isChecked={days.includes(index + 1)}
          >
            {word}
          </CheckField>
        ))}
      </div>
      {error === undefined ? null : <p className="text-bad text-label">{error}</p>}
    </fieldset>
  );
}
