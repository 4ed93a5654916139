import type { Message } from "../../../domain/notifications/message";
import { testNow } from "../../testing";
import type { Outgoing } from "./channel";

/** Text of other people, with something in it for every markup. */
export const hostile = "nas<!channel> & @everyone **x**\r\nBcc: evil@example.org";

export function testOutgoing(change: Partial<Message> = {}): Outgoing {
  return {
    message: {
      event: "opened",
      severity: "critical",
      title: `CRITICAL: ${hostile}`,
      text: `Disk ${hostile} is full.`,
      facts: [{ name: "Server", value: hostile }],
      list: [hostile],
      url: "https://hub.lan/alerts/7?a=1&b=2",
      ...change,
    },
    payload: { event: "opened", alert: { id: 7 }, idempotency_key: "alert:7:opened" },
    idempotencyKey: "alert:7:opened",
    now: testNow,
  };
}
