import type { z } from "zod";
import type { FormOutcome } from "@/components/settings/form-outcome";
import { type FieldFault, HubError } from "@/domain/hub-error";

export const saved: FormOutcome = { isSaved: true, fault: null, errors: {}, typed: null };

/** What was typed, to be put back. */
function typedIn(form: FormData): Record<string, string> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$"));
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).map(String).join(",")]));
}

export function refused(form: FormData, fields: FieldFault[]): FormOutcome {
  const errors = Object.fromEntries(fields.map(({ path, message }) => [path, message]).reverse());
  return { isSaved: false, fault: null, errors, typed: typedIn(form) };
}

/** The fields of a HubError beside their inputs, or its message by the button. What is no HubError is thrown on. */
export function refusedBy(error: unknown, form: FormData, nameOf = (path: string) => path): FormOutcome {
  if (!(error instanceof HubError) || error.code === "internal") throw error;
  const fields = (error.fields ?? []).map(({ path, message }) => ({ path: nameOf(path), message }));
  const outcome = refused(form, fields);
  const hint = error.hint === undefined ? "" : ` ${error.hint}`;
  return fields.length > 0 ? outcome : { ...outcome, fault: `${error.message}.${hint}` };
}

/** Zod's issues in the words of a page: what would be right. */
export function faultsOf(issues: readonly z.core.$ZodIssue[]): FieldFault[] {
  return issues.map((issue) => ({ path: issue.path.join("."), message: wordsFor(issue) }));
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && ["number", "int"].includes(issue.expected)) {
    return issue.message.startsWith("must") ? issue.message : "must be a number";
  }
  if (issue.code === "too_big" && issue.message.startsWith("Too big")) {
    return `must be at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
  }
  if (issue.code === "too_small" && issue.message.startsWith("Too small")) {
    if (issue.origin === "string") return "must not be empty";
    return issue.inclusive ? `must be at least ${issue.minimum}` : `must be above ${issue.minimum}`;
  }
  return issue.message;
}
