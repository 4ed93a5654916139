import { type Logger, pino } from "pino";
import { hubConfig } from "../hub-config";

const holderKey = Symbol.for("homelabcmd.log");
const holder = globalThis as { [holderKey]?: Logger };

/**
 * Pino escapes C0 alone. A terminal also obeys C1, and what turns the direction of words shows a line that was not written.
 */
const ACTS_ON_TERMINALS = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** The same event, which is still JSON: these stand in its texts only. */
export function printable(line: string): string {
  return line.replace(
    ACTS_ON_TERMINALS,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** One JSON line an event. Tokens, keys and bodies are never given to it. */
export function log(): Logger {
  holder[holderKey] ??= pino({
    level: hubConfig().logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: { streamWrite: printable },
  });
  return holder[holderKey];
}
