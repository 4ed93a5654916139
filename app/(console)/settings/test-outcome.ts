import type { TestOutcome } from "@/components/settings/test-button";
import { HubError } from "@/domain/hub-error";
import type { TestNotificationAnswer } from "@/domain/notifications/notifications-config";

/** What came of sending at once, with what the receiver said, word for word. */
export async function testOutcomeOf(sending: Promise<TestNotificationAnswer>): Promise<TestOutcome> {
  try {
    const { success, status, answer, error } = await sending;
    const code = status === null ? "" : ` (${status})`;
    const words = success ? `Delivered${code}` : `Not delivered${code}${error === null ? "" : `: ${error}`}`;
    return { isDelivered: success, words, answer: answer ?? "" };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { isDelivered: false, words: error.message, answer: error.hint ?? "" };
  }
}
