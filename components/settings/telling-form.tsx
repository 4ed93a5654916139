"use client";

import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { CheckField, WeekdayFields } from "./check-field";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";
import { TimeZoneField } from "./time-zone-field";

type TellingFormProps = {
  action: FormAction;
  quiet: {
    isEnabled: boolean;
    timeZone: string;
    weekdays: number[];
    start: string;
    end: string;
    doesCriticalPass: boolean;
  };
  criticalMinutes: number;
  highMinutes: number;
  doesTellResolved: boolean;
};

/** When people are told, and how often. */
export function TellingForm({ action, quiet, ...telling }: TellingFormProps) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const ticked = (name: string, usual: boolean) => (typed === null ? usual : typed[name] !== undefined);
  const weekdays = typed === null ? quiet.weekdays : (typed.weekdays ?? "").split(",").map(Number);
  return (
    <form {...form} aria-label="When to tell" className="grid max-w-3xl gap-4">
      <div className="grid gap-2">
        <CheckField name="enabled" isChecked={ticked("enabled", quiet.isEnabled)}>
          Quiet hours: messages wait until they end, and come as one
        </CheckField>
        <div className="grid gap-3 sm:grid-cols-3">
          <Field
            label="From"
            name="start"
            type="time"
            defaultValue={typed?.start ?? quiet.start}
            error={errors["quiet_hours.start"]}
          />
          <Field
            label="To"
            name="end"
            type="time"
            defaultValue={typed?.end ?? quiet.end}
            error={errors["quiet_hours.end"]}
          />
          <TimeZoneField
            value={typed?.time_zone ?? quiet.timeZone}
            isUnset={!quiet.isEnabled && quiet.timeZone === "UTC" && typed === null}
            error={errors["quiet_hours.time_zone"]}
          />
        </div>
        <WeekdayFields legend="They begin on" days={weekdays} error={errors["quiet_hours.weekdays"]} />
        <CheckField name="critical_passes" isChecked={ticked("critical_passes", quiet.doesCriticalPass)}>
          Critical alerts are told at once all the same
        </CheckField>
      </div>
      <div className="grid gap-3 border-t pt-4 sm:grid-cols-3">
        <Field
          label="Remind of critical every, minutes"
          name="critical_minutes"
          inputMode="numeric"
          defaultValue={typed?.critical_minutes ?? telling.criticalMinutes}
          error={errors["cooldowns.critical_minutes"]}
        />
        <Field
          label="Remind of high every, minutes"
          name="high_minutes"
          inputMode="numeric"
          defaultValue={typed?.high_minutes ?? telling.highMinutes}
          error={errors["cooldowns.high_minutes"]}
        />
      </div>
      <CheckField name="notify_on_resolve" isChecked={ticked("notify_on_resolve", telling.doesTellResolved)}>
        Tell when an alert is over as well
      </CheckField>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}
