"use client";

import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";
import { EntryFault } from "./entry-fault";
import { type EntryAction, freshEntry } from "./entry-outcome";

export function SetupForm({ action }: { action: EntryAction }) {
  const {
    outcome: { fault, username, code },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshEntry);
  return (
    <form {...form} aria-label="First run" className="grid gap-4">
      <EntryFault fault={fault} />
      <Field
        label="Code from the log"
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={100}
        required
        placeholder="XXXX-XXXX-XXXX-XXXX"
        defaultValue={code ?? ""}
        key={`code ${code}`}
        error={errors?.code}
      />
      <Field
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={50}
        required
        defaultValue={username ?? ""}
        key={`username ${username}`}
        error={errors?.username}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        maxLength={256}
        required
        hint="At least 10 characters."
        error={errors?.password}
      />
      <Button tone="primary" className="mt-1 w-full" isPending={isPending}>
        Make the administrator
      </Button>
    </form>
  );
}
