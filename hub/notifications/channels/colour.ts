import type { Severity } from "../../../domain/alerts/alert";
import type { Message } from "../../../domain/notifications/message";

const colours: Record<Severity, number> = {
  critical: 0xd92d20,
  high: 0xe8730c,
  medium: 0xcaa00a,
  low: 0x3b82c4,
};

/** The colour of a message as 0xrrggbb: green for what is good news. */
export function colourOf({ event, severity }: Message): number {
  return event === "resolved" || event === "test" ? 0x2e9e5b : colours[severity];
}
