"use client";

import type { BackupPlan } from "@/domain/backups/plan";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { CheckField } from "./check-field";
import { type FormAction, freshForm } from "./form-outcome";
import { TimeZoneField } from "./time-zone-field";

const counts = [
  { name: "keep_daily", label: "Days kept" },
  { name: "keep_weekly", label: "Weeks kept" },
  { name: "keep_monthly", label: "Months kept" },
] as const;

/** When the hub makes backups by itself, and how many of these it keeps. */
export function BackupPlanForm({ action, plan }: { action: FormAction; plan: BackupPlan }) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} aria-label="Every day" className="grid max-w-3xl gap-3">
      <CheckField name="enabled" isChecked={typed === null ? plan.enabled : typed.enabled !== undefined}>
        Back up every day
      </CheckField>
      <div className="grid grid-cols-3 gap-3 sm:grid-cols-5">
        <Field
          label="At"
          name="time"
          type="time"
          defaultValue={typed?.time ?? plan.time}
          error={errors.time}
        />
        <div className="col-span-2 sm:col-span-4 sm:max-w-64">
          <TimeZoneField
            value={typed?.time_zone ?? plan.time_zone}
            isUnset={false}
            error={errors.time_zone}
          />
        </div>
        {counts.map(({ name, label }) => (
          <Field
            key={name}
            label={label}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed?.[name] ?? plan[name]}
            error={errors[name]}
          />
        ))}
      </div>
      <p className="text-secondary text-table">
        The newest of each of so many days, weeks and months is kept; one may stand for all three. Those made
        by hand are kept until you delete them.
      </p>
      <div className="flex items-center gap-3">
        <Button isPending={isPending}>Save</Button>
        <span role="status" className={`text-table ${fault === null ? "text-secondary" : "text-bad"}`}>
          {fault ?? (isSaved && !isPending ? "Saved" : "")}
        </span>
      </div>
    </form>
  );
}
