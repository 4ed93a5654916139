import { readThresholds, type Thresholds } from "../../domain/alerts/thresholds";

let last: { text: string; thresholds: Thresholds } | undefined;

/**
 * The thresholds of a stored document, as its JSON text or null. The text is read anew from the database each time; only its
 * parsing is spared while it stays the same, as every commit of heartbeats needs it.
 */
export function storedThresholds(text: unknown): Thresholds {
  if (typeof text !== "string") return readThresholds({});
  if (last?.text !== text) last = { text, thresholds: readThresholds(JSON.parse(text)) };
  return last.thresholds;
}
