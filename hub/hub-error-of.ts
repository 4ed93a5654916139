import { causes, classifyDatabaseError, isTransient } from "../db/errors";
import { HubError } from "../domain/hub-error";

/**
 * What the caller may be told of an error: the HubError that it is or that caused it (Drizzle wraps what happens below it),
 * `unavailable` for a fault of the database that passes, and `internal` for all else.
 */
export function hubErrorOf(error: unknown): HubError {
  for (const link of causes(error)) if (link instanceof HubError) return link;
  if (isTransient(classifyDatabaseError(error))) {
    return new HubError("unavailable", "The database is not available", {
      hint: "Ask again after the time in Retry-After.",
      retryAfterSeconds: 10,
      cause: error,
    });
  }
  return new HubError("internal", "Internal error", { cause: error });
}
