import { format, stripVTControlCharacters } from "node:util";
import { log } from "./log";

/** What Next and other libraries say on the console as warnings and errors is one JSON line each, as all else is in the log. */
export function logConsole(): void {
  console.warn = (...said: unknown[]) => tell("warn", said);
  console.error = (...said: unknown[]) => tell("error", said);
}

function tell(level: "warn" | "error", said: unknown[]): void {
  const err = said.find((part) => part instanceof Error);
  // Next says it twice: here, and to `logRequestError`, which knows the request as well.
  if (err !== undefined && "digest" in err) return;
  const text = stripVTControlCharacters(format(...said.filter((part) => part !== err))).trim();
  log()[level]({ from: "console", err }, text || (err?.message ?? ""));
}
