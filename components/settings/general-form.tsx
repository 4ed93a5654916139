"use client";

import type { ComponentProps } from "react";
import type { GeneralConfig } from "@/domain/general/general-config";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";
import { networkUnitWords, temperatureUnitWords } from "./unit-words";

/** What the hub is called, which clock it shows, and in which units. */
export function GeneralForm({ action, general }: { action: FormAction; general: GeneralConfig }) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const { site_name: siteName, time_zone: timeZone } = general;
  return (
    <form {...form} aria-label="General" className="grid max-w-3xl gap-4">
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
        <UnitField
          label="Temperature"
          name="temperature_unit"
          words={temperatureUnitWords}
          chosen={typed?.temperature_unit ?? general.temperature_unit}
          error={errors.temperature_unit}
        />
        <UnitField
          label="Network"
          name="network_unit"
          words={networkUnitWords}
          chosen={typed?.network_unit ?? general.network_unit}
          hint="Sizes are in KiB, MiB and GiB; programs read bytes and °C, whatever is chosen"
          error={errors.network_unit}
        />
      </div>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}

type UnitFieldProps = Omit<ComponentProps<typeof SelectField>, "children" | "defaultValue"> & {
  words: Record<string, string>;
  chosen: string;
};

function UnitField({ words, chosen, ...field }: UnitFieldProps) {
  return (
    // A list keeps its first choice through a reset, unless it is a new one.
    <SelectField key={chosen} defaultValue={chosen} {...field}>
      {Object.entries(words).map(([unit, word]) => (
        <option key={unit} value={unit}>
          {word}
        </option>
      ))}
    </SelectField>
  );
}
