"use client";

import { useActionState } from "react";
import type { GeneralConfig } from "@/domain/general/general-config";
import { networkUnits, temperatureUnits } from "@/domain/metrics/shown-units";
import { Field, SelectField } from "../ui/field";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";
import { networkUnitWords, temperatureUnitWords } from "./unit-words";

/** What the hub is called, which clock it shows, and in which units. */
export function GeneralForm({ action, general }: { action: FormAction; general: GeneralConfig }) {
  const [{ errors, typed, fault, isSaved }, save, isPending] = useActionState(action, freshForm);
  const { site_name: siteName, time_zone: timeZone } = general;
  const temperatureUnit = typed?.temperature_unit ?? general.temperature_unit;
  const networkUnit = typed?.network_unit ?? general.network_unit;
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
        <SelectField
          key={`temperature ${temperatureUnit}`}
          label="Temperature"
          name="temperature_unit"
          defaultValue={temperatureUnit}
          error={errors.temperature_unit}
        >
          {temperatureUnits.map((unit) => (
            <option key={unit} value={unit}>
              {temperatureUnitWords[unit]}
            </option>
          ))}
        </SelectField>
        <SelectField
          key={`network ${networkUnit}`}
          label="Network"
          name="network_unit"
          defaultValue={networkUnit}
          hint="Sizes are in KiB, MiB and GiB; programs read bytes and °C, whatever is chosen"
          error={errors.network_unit}
        >
          {networkUnits.map((unit) => (
            <option key={unit} value={unit}>
              {networkUnitWords[unit]}
            </option>
          ))}
        </SelectField>
      </div>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}
