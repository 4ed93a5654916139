"use client";

import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { WeekdayFields } from "./check-field";
import { type FormAction, freshForm } from "./form-outcome";
import { TimeZoneField } from "./time-zone-field";

type MaintenanceFormProps = {
  action: FormAction;
  kind: "once" | "weekly";
  servers: { id: string; name: string }[];
  tags: string[];
};

/** A window that comes once or every week. Times are those of the wall clock in the zone. */
export function MaintenanceForm({ action, kind, servers, tags }: MaintenanceFormProps) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const isWeekly = kind === "weekly";
  return (
    <form
      {...form}
      aria-label={isWeekly ? "Every week" : "Once"}
      className="grid content-start gap-3 sm:grid-cols-2"
    >
      <h2 className="font-medium sm:col-span-2">{isWeekly ? "Every week" : "Once"}</h2>
      <input type="hidden" name="kind" value={kind} />
      <Field
        label="Name"
        name="name"
        maxLength={100}
        autoComplete="off"
        defaultValue={typed?.name ?? ""}
        placeholder={isWeekly ? "Backup" : "New disk"}
        error={errors.name}
      />
      <SelectField
        label="For"
        name="whom"
        key={`whom ${typed?.whom}`}
        defaultValue={typed?.whom}
        error={errors.whom}
      >
        <option value="">everything</option>
        {servers.map(({ id, name }) => (
          <option key={id} value={`server:${id}`}>
            {name}
          </option>
        ))}
        {tags.map((tag) => (
          <option key={tag} value={`tag:${tag}`}>
            all with the tag {tag}
          </option>
        ))}
      </SelectField>
      {isWeekly ? (
        <>
          <div className="sm:col-span-2">
            <WeekdayFields
              legend="Begins on"
              days={(typed?.weekdays ?? "").split(",").map(Number)}
              error={errors.weekdays}
            />
          </div>
          <Field label="At" name="start" type="time" defaultValue={typed?.start ?? ""} error={errors.start} />
          <Field
            label="For so many minutes"
            name="minutes"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed?.minutes ?? ""}
            placeholder="60"
            error={errors.minutes}
          />
        </>
      ) : (
        <>
          <Field
            label="From"
            name="from"
            type="datetime-local"
            defaultValue={typed?.from ?? ""}
            error={errors.from}
          />
          <Field
            label="To"
            name="to"
            type="datetime-local"
            defaultValue={typed?.to ?? ""}
            error={errors.to}
          />
        </>
      )}
      <TimeZoneField value={typed?.time_zone ?? "UTC"} isUnset={typed === null} error={errors.time_zone} />
      <div className="flex items-center gap-3 sm:col-span-2">
        <Button isPending={isPending}>Add</Button>
        <span role="status" className={`text-table ${fault === null ? "text-secondary" : "text-bad"}`}>
          {fault ?? (isSaved && !isPending ? "Added" : "")}
        </span>
      </div>
    </form>
  );
}
