import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { SecondFactorForm } from "@/components/account/second-factor-form";
import { database } from "@/db/client";
import { findAccount } from "@/db/queries/people";
import { turnOff, turnOn } from "./actions";

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
      <SecondFactorForm action={hasTwoFactor ? turnOff : turnOn} isOn={hasTwoFactor} />
    </>
  );
}
