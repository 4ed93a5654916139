import type { FormOutcome } from "../settings/form-outcome";

/** What became of a form about a person: where it made a password, the password, this once. */
export type PersonOutcome = FormOutcome & { made: { username: string; password: string } | null };

export type PersonAction = (before: PersonOutcome, form: FormData) => Promise<PersonOutcome>;

export const freshPersonForm: PersonOutcome = {
  ...{ isSaved: false, fault: null, errors: {}, typed: null },
  made: null,
};
