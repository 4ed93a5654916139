"use client";

import Link from "next/link";
import { useActionState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { EntryFault } from "./entry-fault";
import { type EntryAction, freshEntry } from "./entry-outcome";

export function CodeForm({ action, next }: { action: EntryAction; next: string }) {
  const [{ fault }, verify, isPending] = useActionState(action, freshEntry);
  return (
    <form action={verify} aria-label="Second factor" className="grid gap-4">
      <EntryFault fault={fault} />
      <input type="hidden" name="next" value={next} />
      <Field
        label="Code"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        required
        hint="Six digits from your app, or one of your recovery codes."
      />
      <Button tone="primary" className="mt-1 w-full" isPending={isPending}>
        Go on
      </Button>
      <p className="text-center text-table">
        <Link href="/login" className="text-secondary underline">
          Begin again
        </Link>
      </p>
    </form>
  );
}
