import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { RecoveryCodesForm, SecondFactorForm } from "@/components/account/second-factor-form";
import { database } from "@/db/client";
import { findAccount } from "@/db/queries/people";
import { renewCodes, turnOff, turnOn } from "./actions";

export const metadata: Metadata = { title: "Second factor" };

export default async function SecondFactorPage() {
  const { id } = await requireViewer();
  const { hasTwoFactor } = await findAccount(database(), id);
  return (
    <>
      <h1 className="mb-1 font-semibold text-title">Second factor</h1>
      <p className="mb-5 max-w-prose text-secondary text-table">
        {hasTwoFactor
          ? "At sign-in a code of your app is asked for. Without it, a password that somebody guessed or read is enough."
          : "An app on your phone makes a new code every 30 seconds. With it, your password alone lets nobody in."}
      </p>
      {hasTwoFactor ? (
        <div className="grid gap-8">
          <section aria-labelledby="renew">
            <h2 id="renew" className="mb-2 font-semibold">
              Recovery codes
            </h2>
            <p className="mb-3 max-w-prose text-secondary text-table">
              Used up, lost, or read by somebody: make ten others.
            </p>
            <RecoveryCodesForm action={renewCodes} />
          </section>
          <section aria-labelledby="off">
            <h2 id="off" className="mb-2 font-semibold">
              Turn it off
            </h2>
            <SecondFactorForm action={turnOff} isOn />
          </section>
        </div>
      ) : (
        <SecondFactorForm action={turnOn} isOn={false} />
      )}
    </>
  );
}
