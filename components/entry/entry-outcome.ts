/** What a form before signing in answers, where it does not lead on. A password is never put back. */
export type EntryOutcome = {
  /** What is wrong with no field in particular. */
  fault: string | null;
  errors?: Record<string, string>;
  username?: string;
  code?: string;
};

export const freshEntry: EntryOutcome = { fault: null };

export type EntryAction = (before: EntryOutcome, form: FormData) => Promise<EntryOutcome>;
