"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { StateMark } from "../ui/state-mark";

/** What the receiver said, word for word. */
export type TestOutcome = { isDelivered: boolean; words: string; answer: string } | null;

/** Sends a test through one channel and shows the raw answer. */
export function TestButton({
  action,
  name,
  word = "Send a test",
}: {
  action: (before: TestOutcome, form: FormData) => Promise<TestOutcome>;
  name: string;
  /** What is sent. */
  word?: string;
}) {
  const [outcome, send, isPending] = useActionState(action, null);
  return (
    <form action={send} className="contents">
      <input type="hidden" name="name" value={name} />
      <Button size="small" isPending={isPending} aria-label={`${word} to ${name}`}>
        {isPending ? "Sending" : word}
      </Button>
      <div role="status" className="order-last basis-full text-table">
        {outcome === null || isPending ? null : (
          <div className="pb-2">
            <StateMark state={outcome.isDelivered ? "ok" : "bad"} word={outcome.words} wraps />
            {outcome.answer === "" ? null : (
              <pre className="mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap rounded bg-wash p-2 font-mono text-label [overflow-wrap:anywhere]">
                {outcome.answer}
              </pre>
            )}
          </div>
        )}
      </div>
    </form>
  );
}
