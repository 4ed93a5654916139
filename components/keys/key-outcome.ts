import type { FormOutcome } from "../settings/form-outcome";

/** What became of a form that makes a secret: the secret itself, this once, and the line that uses it. */
export type KeyOutcome = FormOutcome & { made: { name: string; secret: string; use: string } | null };

export type KeyAction = (before: KeyOutcome, form: FormData) => Promise<KeyOutcome>;

export const freshKeyForm: KeyOutcome = { isSaved: false, fault: null, errors: {}, typed: null, made: null };
