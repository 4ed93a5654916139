"use client";

import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { Field } from "../ui/field";
import { LinkButton } from "../ui/link-button";
import { useAnsweredForm } from "../ui/use-answered-form";
import type { ConnectAction, ConnectOutcome } from "./connect-outcome";

const fresh: ConnectOutcome = { url: null, errors: {} };

/** Asks for the password, and then shows the way to the provider. */
export function ConnectForm({ action, provider }: { action: ConnectAction; provider: string }) {
  const {
    outcome: { url },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, fresh);
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
    <form {...form} aria-label={provider} className="grid max-w-sm gap-4">
      <Field
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
        error={errors.password}
      />
      <div className="flex gap-2">
        <Button tone="primary" isPending={isPending}>
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
