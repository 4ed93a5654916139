/** What the form of the second factor answers: after the password what an app has to know, and what is wrong. */
export type SecondFactorOutcome = {
  made: { picture: string; secret: string; recoveryCodes: string[] } | null;
  errors: Record<string, string>;
};

export type SecondFactorAction = (
  before: SecondFactorOutcome,
  form: FormData,
) => Promise<SecondFactorOutcome>;

export type RecoveryCodesOutcome = { recoveryCodes: string[] | null; errors: Record<string, string> };

export type RecoveryCodesAction = (
  before: RecoveryCodesOutcome,
  form: FormData,
) => Promise<RecoveryCodesOutcome>;
