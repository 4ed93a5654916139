"use client";

import { CheckField } from "../settings/check-field";
import { type FormAction, freshForm } from "../settings/form-outcome";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";

/** Expects a unit by its name, as it is not always reported before it is asked for. */
export function ExpectForm({ action, serverId }: { action: FormAction; serverId: string }) {
  const { outcome, errors, isPending, form } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} className="grid gap-3 sm:grid-cols-[1fr_1fr_auto_auto] sm:items-start">
      <input type="hidden" name="server_id" value={serverId} />
      <Field
        label="Unit"
        name="service_name"
        placeholder="nginx.service"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        required
        maxLength={255}
        defaultValue={outcome.typed?.service_name}
        error={errors.service_name}
      />
      <Field
        label="Shown as"
        name="display_name"
        placeholder="as the unit"
        autoComplete="off"
        maxLength={255}
        defaultValue={outcome.typed?.display_name}
        error={errors.display_name}
      />
      <span className="sm:mt-6">
        <CheckField name="is_critical" isChecked={outcome.typed?.is_critical !== undefined}>
          Critical
        </CheckField>
      </span>
      <Button tone="primary" isPending={isPending} className="sm:mt-6">
        Expect it
      </Button>
      {outcome.fault === null ? null : (
        <p role="alert" className="text-bad text-label sm:col-span-4">
          {outcome.fault}
        </p>
      )}
    </form>
  );
}

type ChangeFormProps = {
  action: FormAction;
  serverId: string;
  unit: string;
  displayName: string | null;
  isCritical: boolean;
  enabled: boolean;
};

/** What a service is called, and how much it matters. */
export function ChangeServiceForm({
  action,
  serverId,
  unit,
  displayName,
  isCritical,
  enabled,
}: ChangeFormProps) {
  const { outcome, errors, isPending, form } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="server_id" value={serverId} />
      <input type="hidden" name="service_name" value={unit} />
      <Field
        label="Shown as"
        name="display_name"
        placeholder={unit}
        autoComplete="off"
        maxLength={255}
        defaultValue={outcome.typed?.display_name ?? displayName ?? ""}
        error={errors.display_name}
      />
      <CheckField name="is_critical" isChecked={isCritical}>
        Critical: an alert about it is high, not medium
      </CheckField>
      <CheckField name="enabled" isChecked={enabled}>
        Enabled: while it is not, nothing about it alerts
      </CheckField>
      <div className="flex items-center gap-3">
        <Button isPending={isPending}>Save</Button>
        <span role="status" className="text-label text-secondary">
          {outcome.isSaved ? "Saved" : outcome.fault}
        </span>
      </div>
    </form>
  );
}
