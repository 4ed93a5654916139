"use client";

import { type ReactNode, useActionState, useEffect, useId, useRef, useState } from "react";
import { Button } from "../ui/button";

/** What became of the alerts, in a sentence; the note comes back where it could not be kept. */
export type AlertFormOutcome = { text: string; isFault: boolean; note: string } | null;

type AlertFormProps = {
  action: (before: AlertFormOutcome, form: FormData) => Promise<AlertFormOutcome>;
  /** Names what the buttons are about. */
  label: string;
  canAcknowledge: boolean;
  /** The children are a list whose boxes select what the buttons are about. */
  isList?: boolean;
  /** What one more box selects, where more match than are listed: the newest of them. */
  matching?: { ids: number[]; total: number };
  children?: ReactNode;
};

/** One form around a list of alerts, or about one alert: a note, and what to do. Posts without JavaScript. */
export function AlertForm(props: AlertFormProps) {
  const { action, label, canAcknowledge, isList = false, matching, children } = props;
  const [outcome, act, isPending] = useActionState(action, null);
  const noteId = useId();
  const { form, selected, count } = useSelected(matching?.ids ?? []);
  // Before JavaScript has come nobody counts, and the buttons say themselves that nothing is selected.
  const isIdle = isList && selected === 0;
  return (
    <form ref={form} action={act} aria-label={label} className="flex flex-col" onChange={count}>
      <div
        className={`flex flex-wrap items-center gap-2 py-2 print:hidden ${isList ? `max-sm:order-3 max-sm:bg-page ${selected === 0 ? "" : STUCK_ON_PHONES}` : ""}`}
      >
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
          <Button name="deed" value="acknowledge" isPending={isPending} disabled={isIdle}>
            Acknowledge
          </Button>
        ) : null}
        <Button name="deed" value="resolve" isPending={isPending} disabled={isIdle}>
          Resolve
        </Button>
        {matching === undefined ? null : <AllMatching {...matching} />}
        {isList && selected !== null ? (
          <span className="text-secondary text-table">
            {selected === 0 ? "Nothing is selected" : `${selected} selected`}
          </span>
        ) : null}
      </div>
      <p
        role="status"
        className={`text-table empty:hidden ${isList ? "order-1 pb-2" : ""} ${outcome?.isFault === true ? "text-bad" : "text-secondary"}`}
      >
        {isPending ? "" : (outcome?.text ?? "")}
      </p>
      {isList ? <div className="order-2 min-w-0">{children}</div> : children}
    </form>
  );
}

// Above the bar of words at the foot of the screen, and above the links and boxes of rows.
const STUCK_ON_PHONES =
  "max-sm:sticky max-sm:bottom-[calc(3rem+env(safe-area-inset-bottom))] max-sm:z-15 max-sm:border-t";

function AllMatching({ ids, total }: { ids: number[]; total: number }) {
  const words =
    ids.length < total ? `the newest ${ids.length} of ${total} that match` : `all ${total} that match`;
  return (
    <label className="inline-flex min-h-8 items-center gap-2 text-table pointer-coarse:min-h-11">
      <input type="checkbox" name="matching" value={ids.join()} className="size-4" />
      {words}
    </label>
  );
}

/** How many alerts are selected, by the boxes that are in the form just now; null before JavaScript has come. */
function useSelected(matching: readonly number[]) {
  const form = useRef<HTMLFormElement>(null);
  const [selected, setSelected] = useState<number | null>(null);
  function count() {
    const ticked = [
      ...(form.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]:checked") ?? []),
    ];
    const rows = ticked.filter(({ name }) => name === "id").map(({ value }) => Number(value));
    const isAll = ticked.some(({ name }) => name === "matching");
    setSelected(new Set([...rows, ...(isAll ? matching : [])]).size);
  }
  // Each time anew: a browser keeps boxes over a reload, and rows go when their alert is over.
  useEffect(count);
  return { form, selected, count };
}
