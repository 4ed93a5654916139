/** What a failure of the database means for the caller, whoever threw it and however deeply it is wrapped. */
export const databaseFaults = [
  "busy",
  "unique",
  "foreign_key",
  "check",
  "not_null",
  "full",
  "readonly",
  "corrupt",
  "cantopen",
  "unavailable",
  "unknown",
] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

/**
 * Classifies once. A local client gives `code` and `extendedCode`, a remote server gives the primary code and the rest
 * in words, Drizzle wraps either in `cause`, and a server that is away gives a network error.
 */
export function classifyDatabaseError(error: unknown): DatabaseFault {
  for (const link of causes(error)) {
    const fault = faultOf(`${text(link, "code")} ${text(link, "extendedCode")} ${messageOf(link)}`);
    if (fault !== "unknown") return fault;
  }
  return "unknown";
}

/** Faults that pass by themselves: the caller may try the same again later. */
export function isTransient(fault: DatabaseFault): boolean {
  return ["busy", "full", "readonly", "cantopen", "unavailable"].includes(fault);
}

/** Faults of the data that was given, not of the database. */
export function isConstraint(fault: DatabaseFault): boolean {
  return ["unique", "foreign_key", "check", "not_null"].includes(fault);
}

function faultOf(said: string): DatabaseFault {
  if (/SQLITE_BUSY|SQLITE_LOCKED|database (table )?is locked|TRANSACTION_CLOSED/.test(said)) return "busy";
  if (/CONSTRAINT_FOREIGNKEY|FOREIGN KEY constraint/.test(said)) return "foreign_key";
  if (/CONSTRAINT_UNIQUE|CONSTRAINT_PRIMARYKEY|UNIQUE constraint/.test(said)) return "unique";
  if (/CONSTRAINT_CHECK|CHECK constraint/.test(said)) return "check";
  if (/CONSTRAINT_NOTNULL|NOT NULL constraint/.test(said)) return "not_null";
  if (/SQLITE_FULL|database or disk is full/.test(said)) return "full";
  if (/SQLITE_READONLY|readonly database/.test(said)) return "readonly";
  // "malformed JSON" is about a value; only the image of the disk is about the file.
  if (/SQLITE_CORRUPT|SQLITE_NOTADB|disk image is malformed|file is not a database/.test(said))
    return "corrupt";
  if (/SQLITE_CANTOPEN|unable to open database|Unable to open connection to local database/.test(said)) {
    return "cantopen";
  }
  if (/SQLITE_IOERR|disk I\/O error/.test(said)) return "unavailable";
  if (networkFault.test(said)) return "unavailable";
  return "unknown";
}

const networkFault =
  /ECONN(REFUSED|RESET|ABORTED)|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|UND_ERR_|fetch failed|HRANA_|SERVER_ERROR|STREAM_EXPIRED|CLIENT_CLOSED/;

/** Drizzle's own words repeat the statement and its values, and a value may say anything. */
function messageOf(link: object): string {
  return "query" in link && "params" in link ? "" : text(link, "message");
}

/** An error, what caused it, what caused that; Drizzle, the client and the native layer each wrap the one below. */
export function* causes(error: unknown): Generator<object> {
  let link: unknown = error;
  for (let depth = 0; depth < 8 && typeof link === "object" && link !== null; depth++) {
    yield link;
    link = (link as { cause?: unknown }).cause;
  }
}

function text(value: object, key: string): string {
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" ? found : "";
}
