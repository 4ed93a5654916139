"use client";

import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { freshKeyForm, type KeyAction } from "./key-outcome";
import { MadeSecret } from "./made-secret";

/** Makes a key for a program, and shows it in the answer. */
export function ApiKeyForm({ action }: { action: KeyAction }) {
  const {
    outcome: { typed, made },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshKeyForm);
  return (
    <form {...form} aria-label="New API key" className="grid gap-3 *:min-w-0">
      {made === null ? null : <MadeSecret made={made} what="The key" />}
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,16rem)_11rem_9rem_auto]">
        <Name typed={typed} error={errors.name} placeholder="Home page" />
        <SelectField
          label="It may"
          name="access"
          key={typed?.access}
          defaultValue={typed?.access}
          error={errors.access}
        >
          <option value="read">read</option>
          <option value="read-write">read and write</option>
        </SelectField>
        <Days typed={typed} error={errors.days} usual="" />
        <Button isPending={isPending} className="justify-self-start sm:mt-6">
          Make a key
        </Button>
      </div>
    </form>
  );
}

/** Makes a key with which machines register, and shows it in the answer. */
export function EnrolmentKeyForm({ action }: { action: KeyAction }) {
  const {
    outcome: { typed, made },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshKeyForm);
  return (
    <form {...form} aria-label="New enrolment key" className="grid gap-3 *:min-w-0">
      {made === null ? null : <MadeSecret made={made} what="The enrolment key" />}
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,16rem)_11rem_9rem_auto]">
        <Name typed={typed} error={errors.name} placeholder="The rack" />
        <Field
          label="For so many machines"
          name="uses"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed?.uses ?? "1"}
          error={errors.uses}
          hint="empty: any number"
        />
        <Days typed={typed} error={errors.days} usual="1" />
        <Button isPending={isPending} className="justify-self-start sm:mt-6">
          Make a key
        </Button>
      </div>
    </form>
  );
}

/** Gives one of the servers a new token, and shows it in the answer. */
export function RotateForm({
  action,
  servers,
}: {
  action: KeyAction;
  servers: { id: string; name: string }[];
}) {
  const {
    outcome: { fault, made, typed },
    isPending,
    form,
  } = useAnsweredForm(action, freshKeyForm);
  return (
    <form {...form} aria-label="New token" className="grid gap-3 *:min-w-0">
      {made === null ? null : <MadeSecret made={made} what="The new token" />}
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,16rem)_minmax(0,20rem)_auto]">
        <SelectField label="Server" name="server" key={typed?.server} defaultValue={typed?.server}>
          {servers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField label="The tokens before it end" name="others" error={fault ?? undefined}>
          <option value="in a day">in 24 hours</option>
          <option value="now">now</option>
        </SelectField>
        <Button isPending={isPending} className="justify-self-start sm:mt-6">
          Make a new token
        </Button>
      </div>
    </form>
  );
}

type Typed = { typed: Record<string, string> | null; error: string | undefined };

function Name({ typed, error, placeholder }: Typed & { placeholder: string }) {
  return (
    <Field
      label="Name"
      name="name"
      maxLength={100}
      autoComplete="off"
      defaultValue={typed?.name ?? ""}
      placeholder={placeholder}
      error={error}
    />
  );
}

function Days({ typed, error, usual }: Typed & { usual: string }) {
  return (
    <Field
      label="For so many days"
      name="days"
      inputMode="numeric"
      autoComplete="off"
      defaultValue={typed?.days ?? usual}
      error={error}
      hint="empty: no end"
    />
  );
}
