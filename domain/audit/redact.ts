/** What stands in place of a secret. */
const REDACTED = "***";

/** Names under which secrets are kept, whatever the deed: `password`, `key_sha256`, `authToken`, `headers.Authorization`. */
const SECRET_NAME =
  /password|passphrase|secret|token|sha256|authorization|cookie|^(api_?|user_?|access_?)?key$/i;
/** What is a key of this hub wherever it stands, as in a note that somebody pasted one into. */
const SECRET_TEXT = /\bhl[aek]_[\w-]{8,}/g;

/**
 * The document without its secrets. The deed that hands it over has masked what it knows; this is for what it forgot, so it
 * goes by names and shapes, and rather hides too much.
 */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return value.replace(SECRET_TEXT, REDACTED);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  if ("encrypted" in value) return REDACTED;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, SECRET_NAME.test(key) ? hidden(each) : redact(each)]),
  );
}

/** That there is none is no secret. */
function hidden(value: unknown): unknown {
  return value === null || value === undefined || typeof value === "boolean" ? value : REDACTED;
}
