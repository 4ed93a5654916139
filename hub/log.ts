import { type Logger, pino } from "pino";
import { hubConfig } from "../hub-config";

const holderKey = Symbol.for("homelabcmd.log");
const holder = globalThis as { [holderKey]?: Logger };

/** One JSON line an event. Tokens, keys and bodies are never given to it. */
export function log(): Logger {
  holder[holderKey] ??= pino({
    level: hubConfig().logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  return holder[holderKey];
}
