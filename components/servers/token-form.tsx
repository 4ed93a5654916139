"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";

type TokenFormProps = { action: (before: string | null, form: FormData) => Promise<string>; id: string };

/** A new token for the machine's agent, for a reinstalled machine or a lost token. */
export function TokenForm({ action, id }: TokenFormProps) {
  const [line, make, isPending] = useActionState(action, null);
  return (
    <form action={make} className="grid gap-2 border-t pt-4">
      <input type="hidden" name="id" value={id} />
      <div className="flex items-center justify-between gap-4">
        <p className="text-table text-secondary">The token that the agent has now works for 24 hours more.</p>
        <Button isPending={isPending}>New token</Button>
      </div>
      {line === null ? null : (
        <div role="status" className="grid gap-1">
          <p className="text-table">Shown this once. Run on the machine:</p>
          <CodeBlock label="Install line with the new token">{line}</CodeBlock>
        </div>
      )}
    </form>
  );
}
