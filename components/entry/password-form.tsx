"use client";

import Link from "next/link";
import { type FormAction, freshForm } from "../settings/form-outcome";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";

type PasswordFormProps = {
  action: FormAction;
  username: string;
  /** How somebody leaves who may go nowhere else; null leads back to the account. */
  leave: { signOut: () => Promise<void> } | null;
};

export function PasswordForm({ action, username, leave }: PasswordFormProps) {
  const { errors, isPending, form } = useAnsweredForm(action, freshForm);
  const length = { minLength: 10, maxLength: 256, required: true };
  return (
    <>
      <form {...form} aria-label="Change password" className="grid gap-4">
        {/* So that a password manager knows whose password this is. */}
        <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
        <Field
          label="Password you have"
          name="current"
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
          error={errors.current}
        />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={errors.password}
          {...length}
        />
        <Field
          label="New password again"
          name="repeated"
          type="password"
          autoComplete="new-password"
          error={errors.repeated}
          {...length}
        />
        <Button tone="primary" className="mt-1 w-full" isPending={isPending}>
          Change password
        </Button>
      </form>
      {leave === null ? (
        <p className="mt-4 text-center text-table">
          <Link href="/account" className="text-secondary underline">
            Back to the account
          </Link>
        </p>
      ) : (
        <form action={leave.signOut} className="mt-4 text-center">
          <Button tone="quiet">Sign out</Button>
        </form>
      )}
    </>
  );
}
