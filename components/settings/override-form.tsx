"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { type FormAction, freshForm } from "./form-outcome";
import { faultsWhileTyping } from "./rule-row";

type OverrideFormProps = {
  action: FormAction;
  servers: { id: string; name: string }[];
};

/** A rule of its own for a server or a filesystem. The same again replaces what it says. Lines are checked while they are typed. */
export function OverrideForm({ action, servers }: OverrideFormProps) {
  const {
    outcome: { typed, fault, isSaved },
    errors: refused,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const errors = { ...refused, ...faults };
  return (
    <form
      {...form}
      onSubmit={() => setFaults({})}
      onInput={(event) => {
        form.onInput(event);
        setFaults(faultsIn(new FormData(event.currentTarget)));
      }}
      aria-label="A rule of its own"
      className="mt-4 grid gap-x-3 gap-y-3 sm:grid-cols-4 xl:grid-cols-8"
    >
      <SelectField
        label="Server"
        name="server"
        key={`server ${typed?.server}`}
        defaultValue={typed?.server}
        error={errors.server}
      >
        {servers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="About"
        name="about"
        key={`about ${typed?.about}`}
        defaultValue={typed?.about}
        error={errors.about}
      >
        <option value="cpu">CPU</option>
        <option value="memory">memory</option>
        <option value="disk">disk</option>
        <option value="filesystem">one filesystem</option>
        <option value="load">load per core</option>
        <option value="offline">offline</option>
      </SelectField>
      <Field
        label="Mounted at"
        name="mount"
        autoComplete="off"
        defaultValue={typed?.mount ?? ""}
        hint="For one filesystem"
        error={errors.mount}
      />
      <Line name="high" label="High" typed={typed} errors={errors} />
      <Line name="critical" label="Critical" typed={typed} errors={errors} />
      <Line name="clear" label="Clears below" typed={typed} errors={errors} />
      <Field
        label="Seconds"
        name="seconds"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={typed?.seconds ?? ""}
        hint="For offline"
        error={errors.seconds}
      />
      <div className="flex items-start gap-3 sm:pt-6">
        <Button isPending={isPending} disabled={servers.length === 0}>
          Set
        </Button>
        <span role="status" className={`pt-1.5 text-table ${fault === null ? "text-secondary" : "text-bad"}`}>
          {fault ?? (isSaved && !isPending ? "Saved" : "")}
        </span>
      </div>
    </form>
  );
}

function faultsIn(form: FormData): Record<string, string> {
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("about") === "offline") return {};
  const lines = { high: text("high"), critical: text("critical"), clear: text("clear") };
  return faultsWhileTyping({ ...lines, max: text("about") === "load" ? 1000 : 100 });
}

function Line({
  name,
  label,
  typed,
  errors,
}: {
  name: string;
  label: string;
  typed: Record<string, string> | null;
  errors: Record<string, string>;
}) {
  return (
    <Field
      label={label}
      name={name}
      inputMode="decimal"
      autoComplete="off"
      placeholder="as for all"
      defaultValue={typed?.[name] ?? ""}
      error={errors[name]}
    />
  );
}
