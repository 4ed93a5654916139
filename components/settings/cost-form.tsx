"use client";

import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { type FormAction, freshForm } from "./form-outcome";
import { SaveRow } from "./save-row";
import { TimeZoneField } from "./time-zone-field";

type CostFormProps = {
  action: FormAction;
  electricityRate: string;
  currencySymbol: string;
  timeZone: string;
};

/** What a kilowatt-hour costs, and where a month begins. */
export function CostForm({ action, ...cost }: CostFormProps) {
  const {
    outcome: { typed, fault, isSaved },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} aria-label="Price of electricity" className="grid max-w-3xl gap-4">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          label="Price of one kWh"
          name="electricity_rate"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed?.electricity_rate ?? cost.electricityRate}
          error={errors.electricity_rate}
        />
        <Field
          label="Currency"
          name="currency_symbol"
          autoComplete="off"
          maxLength={10}
          defaultValue={typed?.currency_symbol ?? cost.currencySymbol}
          hint="As it stands before an amount: £, €, CHF"
          error={errors.currency_symbol}
        />
        <TimeZoneField
          value={typed?.time_zone ?? cost.timeZone}
          isUnset={cost.timeZone === "UTC" && typed === null}
          error={errors.time_zone}
        />
      </div>
      <SaveRow isPending={isPending} isSaved={isSaved} fault={fault} />
    </form>
  );
}
