import type { Severity } from "../alerts/alert";
import type { NotificationEvent } from "./notification";

/**
 * What a message says that the alert itself may not say any more when the message goes out. Stored as JSON in the outbox, in
 * the transaction of the cause; everything else is read from the alert at delivery.
 */
export type NotificationContent = {
  /** The severity at that moment. */
  severity: Severity;
  /** The reading at that moment, in the unit of its alert type; null where there is none (silence). */
  value: number | null;
  /** What else cannot be known while this lasts: titles of the alerts that went stale, names of servers that are silent too. */
  hangsOn: string[];
};

/** What a digest says: which messages it stands for, newest word of each alert, in the order of their causes. */
export type DigestContent = { items: DigestItem[] };

export type DigestItem = { event: NotificationEvent; severity: Severity; at: number; alertId: number | null };

/**
 * A digest of a whole week says its words themselves: what was true of the week when it was due, however late it goes out.
 * `week` is its Monday.
 */
export type SummaryContent = {
  summary: { week: string; title: string; text: string; facts: { name: string; value: string }[] };
};
