"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { LocalTime } from "../ui/local-time";

type Lines = { curl: string; wget: string; expiresAt: number } | null;

/** One button, then the line to run. Works as a plain form post where there is no JavaScript. */
export function InstallForm({ makeKey }: { makeKey: (before: Lines, form: FormData) => Promise<Lines> }) {
  const [lines, action, isPending] = useActionState(makeKey, null);
  return (
    <form action={action} className="grid gap-3">
      {lines === null ? null : (
        <div role="status" className="grid gap-3">
          <p className="text-table">Run this on the machine to be watched:</p>
          <CodeBlock label="Install line with curl">{lines.curl}</CodeBlock>
          <details className="text-table">
            <summary className="text-secondary">The machine has no curl</summary>
            <div className="mt-2">
              <CodeBlock label="Install line with wget">{lines.wget}</CodeBlock>
            </div>
          </details>
          <p className="max-w-prose text-label text-secondary">
            The key in it is shown this once, registers one machine, and works until{" "}
            <LocalTime at={lines.expiresAt} />. The machine appears by itself with its first heartbeat, a few
            seconds after the line has run.
          </p>
        </div>
      )}
      <div>
        <Button tone={lines === null ? "primary" : "secondary"} isPending={isPending}>
          {lines === null ? "Make the install line" : "Make another"}
        </Button>
      </div>
    </form>
  );
}
