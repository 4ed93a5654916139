"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { renderSVG } from "uqr";
import { requireViewer } from "@/app/require-person";
import { keepCookies, visitor } from "@/app/visitor";
import type { RecoveryCodesOutcome, SecondFactorOutcome } from "@/components/account/second-factor-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { now } from "@/hub/clock";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from "@/hub/people/second-factor";

/** First the password, which answers what the app has to know, then its first code. */
export async function turnOn(before: SecondFactorOutcome, form: FormData): Promise<SecondFactorOutcome> {
  const asked = { person: await requireViewer(), visitor: await visitor(), now: now() };
  try {
    if (before.made === null) {
      const made = await beginSecondFactor(database(), {
        ...asked,
        password: String(form.get("password") ?? ""),
      });
      const { secret, recoveryCodes } = made;
      const picture = renderSVG(made.uri, { border: 2 });
      const address = `data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}`;
      return { made: { picture: address, secret, recoveryCodes }, errors: {} };
    }
    await keepCookies(
      await confirmSecondFactor(database(), { ...asked, code: String(form.get("code") ?? "") }),
    );
  } catch (error) {
    return refusal(before, error, before.made === null ? "password" : "code");
  }
  redirect("/account?done=second-factor" as Route);
}

/** Other recovery codes, shown in this one answer. */
export async function renewCodes(
  _before: RecoveryCodesOutcome,
  form: FormData,
): Promise<RecoveryCodesOutcome> {
  const asked = { person: await requireViewer(), visitor: await visitor(), now: now() };
  try {
    const password = String(form.get("password") ?? "");
    return { recoveryCodes: await renewRecoveryCodes(database(), { ...asked, password }), errors: {} };
  } catch (error) {
    return { recoveryCodes: null, ...refusal({ made: null, errors: {} }, error, "password") };
  }
}

export async function turnOff(before: SecondFactorOutcome, form: FormData): Promise<SecondFactorOutcome> {
  const asked = { person: await requireViewer(), visitor: await visitor(), now: now() };
  try {
    const password = String(form.get("password") ?? "");
    await keepCookies(await endSecondFactor(database(), { ...asked, password }));
  } catch (error) {
    return refusal(before, error, "password");
  }
  redirect("/account?done=no-second-factor" as Route);
}

function refusal(before: SecondFactorOutcome, error: unknown, field: string): SecondFactorOutcome {
  if (!(error instanceof HubError) || error.code === "internal") throw error;
  return { ...before, errors: { [field]: `${error.message}.` } };
}
