"use client";

import { useEffect, useRef } from "react";

const BOXES = "input[type=checkbox][name=id]";

/** Ticks every row of the page, and says whether all, some or none are. Without JavaScript it is not there. */
export function SelectAll() {
  const box = useRef<HTMLInputElement>(null);

  // Each time anew: rows come and go beneath it.
  useEffect(() => {
    const all = box.current;
    const form = all?.form;
    if (all === null || form == null) return;
    const say = () => {
      const boxes = boxesOf(form);
      const ticked = boxes.filter(({ checked }) => checked).length;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    say();
    const sayAfterwards = () => queueMicrotask(say);
    form.addEventListener("change", say);
    form.addEventListener("reset", sayAfterwards);
    return () => {
      form.removeEventListener("change", say);
      form.removeEventListener("reset", sayAfterwards);
    };
  });

  return (
    <label className="needs-script -my-1 -ml-2 inline-flex size-8 items-center justify-center align-middle pointer-coarse:size-11">
      <input
        ref={box}
        type="checkbox"
        className="size-4"
        onChange={({ currentTarget }) => {
          for (const each of boxesOf(currentTarget.form)) each.checked = currentTarget.checked;
        }}
      />
      <span className="sr-only">Select all on this page</span>
    </label>
  );
}

function boxesOf(form: HTMLFormElement | null): HTMLInputElement[] {
  return [...(form?.querySelectorAll<HTMLInputElement>(BOXES) ?? [])];
}
