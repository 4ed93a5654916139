"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { EntryFault } from "./entry-fault";
import { type EntryAction, freshEntry } from "./entry-outcome";

type SignInFormProps = {
  action: EntryAction;
  next: string;
  /** Why somebody is here again, before they have tried anything. */
  fault: string | null;
};

export function SignInForm({ action, next, fault: before }: SignInFormProps) {
  const [{ fault, username }, signIn, isPending] = useActionState(action, { ...freshEntry, fault: before });
  return (
    <form action={signIn} aria-label="Sign in" className="grid gap-4">
      <EntryFault fault={fault} />
      <input type="hidden" name="next" value={next} />
      <Field
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={50}
        required
        defaultValue={username ?? ""}
        key={username}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
      />
      <Button tone="primary" className="mt-1 w-full" isPending={isPending}>
        Sign in
      </Button>
    </form>
  );
}
