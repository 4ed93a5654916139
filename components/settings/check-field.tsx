import { type ReactNode, useId } from "react";
import { weekdayNames } from "@/domain/format/weekday";

/** A box to tick, with what it means beside it. */
export function CheckField({
  name,
  value,
  isChecked,
  errorId,
  children,
}: {
  name: string;
  value?: string;
  isChecked: boolean;
  /** Of the sentence that says what is wrong with the choice it belongs to. */
  errorId?: string;
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
        aria-invalid={errorId === undefined ? undefined : true}
        aria-describedby={errorId}
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
  const id = useId();
  const errorId = error === undefined ? undefined : id;
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
            errorId={errorId}
          >
            {name.slice(0, 3)}
          </CheckField>
        ))}
      </div>
      {error === undefined ? null : (
        <p id={id} className="text-bad text-label">
          {error}
        </p>
      )}
    </fieldset>
  );
}
