/** What a settings form answers: saved, or one sentence for each bad field and everything that was typed. */
export type FormOutcome = {
  isSaved: boolean;
  /** What is wrong with no field in particular. */
  fault: string | null;
  errors: Record<string, string>;
  /** What was typed, as a form that is sent empties itself; a name that is given twice has its values apart by commas. */
  typed: Record<string, string> | null;
};

export const freshForm: FormOutcome = { isSaved: false, fault: null, errors: {}, typed: null };

export type FormAction = (before: FormOutcome, form: FormData) => Promise<FormOutcome>;
