"use client";

import type { Route } from "next";
import { type Severity, severities } from "@/domain/alerts/alert";
import type { ChannelType } from "@/domain/notifications/notification";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { LinkButton } from "../ui/link-button";
import { useAnsweredForm } from "../ui/use-answered-form";
import { type ChannelField, channelFields, channelWords } from "./channel-fields";
import { type FormAction, freshForm } from "./form-outcome";

type ChannelFormProps = {
  action: FormAction;
  type: ChannelType;
  /** The channel as it is; null for a new one. Its secrets are not among the settings. */
  channel: {
    name: string;
    minSeverity: Severity;
    settings: Record<string, string>;
    secrets: string[];
  } | null;
};

/** A channel of one type: made, or changed. A secret that is stored is not shown; left empty it stays. */
export function ChannelForm({ action, type, channel }: ChannelFormProps) {
  const {
    outcome: { typed, fault },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const minSeverity = typed?.min_severity ?? channel?.minSeverity ?? "low";
  return (
    <form
      {...form}
      aria-label={channel === null ? `New ${channelWords[type]} channel` : `Change ${channel.name}`}
      className="grid max-w-3xl gap-x-4 gap-y-3 py-3 sm:grid-cols-2"
    >
      <input type="hidden" name="type" value={type} />
      {channel === null ? (
        <Field
          label="Name"
          name="name"
          maxLength={100}
          autoComplete="off"
          required
          defaultValue={typed?.name ?? ""}
          placeholder="phone"
          error={errors.name}
        />
      ) : (
        <input type="hidden" name="name" value={channel.name} />
      )}
      <SelectField
        label="From this severity on"
        name="min_severity"
        key={`severity ${minSeverity}`}
        defaultValue={minSeverity}
        error={errors.min_severity}
      >
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {severity}
          </option>
        ))}
      </SelectField>
      {channelFields[type].map((field) => (
        <Setting
          key={field.key}
          field={field}
          value={typed?.[`settings.${field.key}`] ?? channel?.settings[field.key] ?? ""}
          isStored={channel?.secrets.includes(field.key) ?? false}
          error={errors[`settings.${field.key}`]}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
        <Button tone="primary" isPending={isPending}>
          {channel === null ? "Add" : "Save"}
        </Button>
        <LinkButton href={"/settings/notifications" as Route} tone="quiet">
          Cancel
        </LinkButton>
        <span role="status" className="text-bad text-table">
          {fault ?? errors[""] ?? ""}
        </span>
      </div>
    </form>
  );
}

function Setting({
  field,
  value,
  isStored,
  error,
}: {
  field: ChannelField;
  value: string;
  isStored: boolean;
  error: string | undefined;
}) {
  const { key, label, kind, hint, placeholder, choices = [], isRequired = false } = field;
  const name = `settings.${key}`;
  if (kind === "choice") {
    return (
      <SelectField label={label} name={name} key={value} defaultValue={value || choices[0]} error={error}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <Field
      label={label}
      name={name}
      type={kind === "secret" ? "password" : "text"}
      autoComplete={kind === "secret" ? "new-password" : "off"}
      inputMode={kind === "number" ? "numeric" : undefined}
      required={isRequired && !isStored}
      defaultValue={value}
      placeholder={isStored ? "stored; leave empty to keep it" : placeholder}
      hint={hint}
      error={error}
    />
  );
}
