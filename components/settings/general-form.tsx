"use client";

import { useActionState } from "react";
import { Field } from "../ui/field";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";

type GeneralFormProps = {
  action: FormAction;
  siteName: string;
  /** Null: each browser's own. */
  timeZone: string | null;
};

/** What the hub is called, and which clock it shows. */
export function GeneralForm({ action, siteName, timeZone }: GeneralFormProps) {
  const [{ errors, typed, fault, isSaved }, save, isPending] = useActionState(action, freshForm);
  return (
    <form action={save} aria-label="General" className="grid max-w-3xl gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="Name of this hub"
          name="site_name"
          autoComplete="off"
          maxLength={50}
          required
          defaultValue={typed?.site_name ?? siteName}
          hint="In the bar, in titles and in messages"
          error={errors.site_name}
        />
        <Field
          label="Time zone"
          name="time_zone"
          autoComplete="off"
          spellCheck={false}
          defaultValue={typed?.time_zone ?? timeZone ?? ""}
          placeholder="each browser's own"
          hint="As Europe/London; empty: each browser's own, and UTC in messages"
          error={errors.time_zone}
        />
      </div>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}
