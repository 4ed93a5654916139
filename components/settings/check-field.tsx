import type { ReactNode } from "react";
import { weekdayNames } from "@/domain/format/weekday";

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
        {weekdayNames.map((name, index) => (
          <CheckField
            key={name}
            name="weekdays"
            value={String(index + 1)}
            isChecked={days.includes(index + 1)}
          >
            {name.slice(0, 3)}
          </CheckField>
        ))}
      </div>
      {error === undefined ? null : <p className="text-bad text-label">{error}</p>}
    </fieldset>
  );
}
