import { pino } from "pino";
import { printable } from "./log";

const holderKey = Symbol.for("homelabcmd.log");

/** Takes the place of the log of this process and returns its lines, which grow. Undone by `giveBackLog`. */
export function takeLog(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const holder = globalThis as { [holderKey]?: unknown };
  holder[holderKey] = pino(
    { base: undefined, hooks: { streamWrite: printable } },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  return lines;
}

export function giveBackLog(): void {
  delete (globalThis as { [holderKey]?: unknown })[holderKey];
}
