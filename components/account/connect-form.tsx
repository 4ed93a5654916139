"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { Field } from "../ui/field";
import { LinkButton } from "../ui/link-button";
import type { ConnectAction, ConnectOutcome } from "./connect-outcome";

const fresh: ConnectOutcome = { url: null, error: null };

/** Asks for the password, and then shows the way to the provider. */
export function ConnectForm({ action, provider }: { action: ConnectAction; provider: string }) {
  const [{ url, error }, send, isPending] = useActionState(action, fresh);
  if (url !== null) {
    return (
      <div role="status" className="grid max-w-sm gap-4">
        <p className="text-table">{provider} asks who you are there, and then leads back here.</p>
        <div className="flex gap-2">
          <a href={url} className={buttonClass({ tone: "primary" })}>
            Go on to {provider}
          </a>
          <Back />
        </div>
      </div>
    );
  }
  return (
    <form action={send} aria-label={provider} className="grid max-w-sm gap-4">
      <Field
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
        error={error ?? undefined}
      />
      <div className="flex gap-2">
        <Button tone="primary" disabled={isPending}>
          Go on
        </Button>
        <Back />
      </div>
    </form>
  );
}

function Back() {
  return (
    <LinkButton href="/account" tone="quiet">
      Back to the account
    </LinkButton>
  );
}
