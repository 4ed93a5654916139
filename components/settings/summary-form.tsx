"use client";

import { weekdayNames } from "@/domain/format/weekday";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { CheckField } from "./check-field";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";
import { TimeZoneField } from "./time-zone-field";

type SummaryFormProps = {
  action: FormAction;
  channels: { name: string; isEnabled: boolean }[];
  /** Names of those that it goes to. */
  chosen: string[];
  weekday: number;
  time: string;
  timeZone: string;
};

/** To whom the week is told, and when. */
export function SummaryForm({ action, channels, chosen, ...usual }: SummaryFormProps) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const ticked = typed === null ? chosen : (typed.channels ?? "").split(",");
  return (
    <form {...form} aria-label="Weekly summary" className="grid max-w-3xl gap-4">
      <fieldset>
        <legend className="font-medium text-table">Send it to</legend>
        <div className="flex flex-wrap gap-x-4">
          {channels.map(({ name, isEnabled }) => (
            <CheckField
              key={name}
              name="channels"
              value={name}
              isChecked={ticked.includes(name)}
              errorId={errors.channels === undefined ? undefined : "channels-error"}
            >
              <span className="[overflow-wrap:anywhere]">
                {name}
                {isEnabled ? "" : " (off)"}
              </span>
            </CheckField>
          ))}
        </div>
        {errors.channels === undefined ? null : (
          <p id="channels-error" className="text-bad text-label">
            {errors.channels}
          </p>
        )}
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-3">
        <SelectField
          label="On"
          name="weekday"
          // A list keeps its first choice through a reset, unless it is a new one.
          key={typed?.weekday ?? usual.weekday}
          defaultValue={typed?.weekday ?? String(usual.weekday)}
          error={errors.weekday}
        >
          {weekdayNames.map((name, index) => (
            <option key={name} value={index + 1}>
              {name}
            </option>
          ))}
        </SelectField>
        <Field
          label="At"
          name="time"
          type="time"
          defaultValue={typed?.time ?? usual.time}
          hint="Late on the same day if the hub was off"
          error={errors.time}
        />
        <TimeZoneField
          value={typed?.time_zone ?? usual.timeZone}
          isUnset={usual.timeZone === "UTC" && typed === null}
          error={errors.time_zone}
        />
      </div>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}
