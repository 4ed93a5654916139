import { z } from "zod";

/** So many of all that match can be chosen at once. */
export const MATCHING_MAX = 100;

/** All that match, and a page of rows that are not among the newest of them. */
const idsSchema = z.array(z.coerce.number().int().positive()).max(2 * MATCHING_MAX);

/**
 * The alerts that a form is about: those whose boxes are ticked and, by one box, all that matched when the page was made, so that
 * nothing is done to one that nobody has seen. A row's own button is about that row alone. Null where it cannot be read.
 */
export function selectedIds(form: FormData): number[] | null {
  const single = form.get("acknowledge");
  const matching = String(form.get("matching") ?? "");
  const texts =
    single === null ? [...form.getAll("id"), ...matching.split(",").filter(() => matching !== "")] : [single];
  const parsed = idsSchema.safeParse(texts);
  return parsed.success ? [...new Set(parsed.data)] : null;
}
