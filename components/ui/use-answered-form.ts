"use client";

import { useActionState, useEffect, useRef, useState } from "react";

/** What is wrong with which field, where it is about fields at all. */
type Answer = { errors?: Record<string, string> } | string | null;

/**
 * A form whose action answers it. What is refused moves the focus to the first field to blame, so that what is wrong with it
 * is read out; and what is said about a field goes when that field is changed. `form` is spread into the form.
 */
export function useAnsweredForm<Outcome extends Answer>(
  action: (before: Awaited<Outcome>, form: FormData) => Promise<Outcome>,
  fresh: Awaited<Outcome>,
) {
  const [outcome, send, isPending] = useActionState(action, fresh);
  const [changed, setChanged] = useState({ since: outcome, names: [] as string[] });
  const names = changed.since === outcome ? changed.names : [];
  const ref = useRef<HTMLFormElement>(null);
  const answered = useRef(outcome);

  useEffect(() => {
    if (answered.current === outcome) return;
    answered.current = outcome;
    ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [outcome]);

  function onInput({ target }: { target: EventTarget }) {
    const name = target instanceof Element ? target.getAttribute("name") : null;
    if (name !== null && !names.includes(name)) setChanged({ since: outcome, names: [...names, name] });
  }

  return { outcome, errors: errorsBut(names, outcome), isPending, form: { action: send, ref, onInput } };
}

/** What is said about `quiet_hours.start` is about the field `start`. */
function errorsBut(changed: string[], answer: Answer): Record<string, string> {
  const errors = typeof answer === "object" ? (answer?.errors ?? {}) : {};
  const standing = Object.entries(errors).filter(
    ([key]) => !changed.some((name) => key === name || key.endsWith(`.${name}`)),
  );
  return Object.fromEntries(standing);
}
