"use client";

import { type ReactNode, useActionState, useId } from "react";
import { Button } from "../ui/button";

/** What became of the alerts, in a sentence; the note comes back where it could not be kept. */
export type AlertFormOutcome = { text: string; isFault: boolean; note: string } | null;

type AlertFormProps = {
  action: (before: AlertFormOutcome, form: FormData) => Promise<AlertFormOutcome>;
  /** Names what the buttons are about. */
  label: string;
  canAcknowledge: boolean;
  children?: ReactNode;
};

/** One form around a list of alerts, or about one alert: a note, and what to do. Posts without JavaScript. */
export function AlertForm({ action, label, canAcknowledge, children }: AlertFormProps) {
  const [outcome, act, isPending] = useActionState(action, null);
  const noteId = useId();
  return (
    <form action={act} aria-label={label}>
      <div className="flex flex-wrap items-center gap-2 py-2 print:hidden">
        <label htmlFor={noteId} className="sr-only">
          Note
        </label>
        <input
          id={noteId}
          name="note"
          maxLength={2000}
          defaultValue={outcome?.note ?? ""}
          placeholder="Note, if there is something to say"
          autoComplete="off"
          className="h-8 min-w-0 flex-1 basis-52 rounded border border-edge bg-raised px-2.5 text-table sm:max-w-md pointer-coarse:h-11 pointer-coarse:text-[16px]"
        />
        {canAcknowledge ? (
          <Button name="deed" value="acknowledge" disabled={isPending}>
            Acknowledge
          </Button>
        ) : null}
        <Button name="deed" value="resolve" disabled={isPending}>
          Resolve
        </Button>
        <span
          role="status"
          className={`text-table ${outcome?.isFault === true ? "text-bad" : "text-secondary"}`}
        >
          {isPending ? "" : (outcome?.text ?? "")}
        </span>
      </div>
      {children}
    </form>
  );
}
