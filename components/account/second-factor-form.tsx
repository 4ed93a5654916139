"use client";

import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { LinkButton } from "../ui/link-button";
import { useAnsweredForm } from "../ui/use-answered-form";
import { RecoveryCodes } from "./recovery-codes";
import type {
  RecoveryCodesAction,
  RecoveryCodesOutcome,
  SecondFactorAction,
  SecondFactorOutcome,
} from "./second-factor-outcome";

const fresh: SecondFactorOutcome = { made: null, errors: {} };
const noCodes: RecoveryCodesOutcome = { recoveryCodes: null, errors: {} };

/** Turns the second factor on, in two steps, or off. What it shows in between is shown once. */
export function SecondFactorForm({ action, isOn }: { action: SecondFactorAction; isOn: boolean }) {
  const {
    outcome: { made },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, fresh);
  return (
    <form {...form} aria-label="Second factor" className="grid max-w-sm gap-4">
      {made === null ? (
        <Field
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
          error={errors.password}
        />
      ) : (
        <>
          <section aria-labelledby="app" className="grid gap-2">
            <h2 id="app" className="font-semibold">
              1. Give this to your app
            </h2>
            {/* biome-ignore lint/performance/noImgElement: a picture of a few hundred bytes that is in the page already */}
            <img src={made.picture} alt="QR code of the secret below" className="size-44 rounded bg-white" />
            <p className="text-secondary text-table">
              Or type: <span className="break-all font-mono text-ink">{made.secret}</span>
            </p>
          </section>
          <section aria-labelledby="codes" className="grid gap-2">
            <h2 id="codes" className="font-semibold">
              2. Keep these recovery codes
            </h2>
            <p className="text-secondary text-table">
              Each lets you in once without the app. They are shown now and never again.
            </p>
            <RecoveryCodes codes={made.recoveryCodes} />
          </section>
          <h2 className="font-semibold">3. Enter the code that the app shows</h2>
          <Field
            label="Code"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            error={errors.code}
          />
        </>
      )}
      <div className="flex gap-2">
        <Button tone={isOn ? "danger" : "primary"} isPending={isPending}>
          {isOn ? "Turn off" : made === null ? "Go on" : "Turn on"}
        </Button>
        <LinkButton href="/account" tone="quiet">
          Back to the account
        </LinkButton>
      </div>
    </form>
  );
}

/** Other recovery codes in place of those that were used or lost. */
export function RecoveryCodesForm({ action }: { action: RecoveryCodesAction }) {
  const {
    outcome: { recoveryCodes },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, noCodes);
  return (
    <form {...form} aria-label="Recovery codes" className="grid max-w-sm gap-4">
      {recoveryCodes === null ? null : (
        <div role="status" className="grid gap-2">
          <p className="text-table">
            These are the recovery codes from now on, those before them let nobody in any more. They are shown
            this once: keep them now.
          </p>
          <RecoveryCodes codes={recoveryCodes} />
        </div>
      )}
      <Field
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
        error={errors.password}
      />
      <Button isPending={isPending} className="justify-self-start">
        Make other codes
      </Button>
    </form>
  );
}
