"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { meaningOf } from "./shortcuts-list";

/** So long does a `g` wait for its second key. */
const PREFIX_MS = 1500;

/** Listens for the keys. Nothing happens while somebody types, or while a dialog is open. */
export function ShortcutKeys({ helpId }: { helpId: string }) {
  const router = useRouter();

  useEffect(() => {
    let prefixAt = Number.NEGATIVE_INFINITY;
    function onKey(event: KeyboardEvent) {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        isElsewhere(event.target)
      )
        return;
      const meaning = meaningOf(event.key, event.timeStamp - prefixAt < PREFIX_MS);
      prefixAt = meaning?.kind === "prefix" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (meaning === null || meaning.kind === "prefix") return;
      event.preventDefault();
      if (meaning.kind === "go") router.push(meaning.href);
      else if (meaning.kind === "help") document.getElementById(helpId)?.showPopover();
      else if (meaning.kind === "move") move(meaning.by);
      else rowOf(document.activeElement)?.querySelector<HTMLElement>("[data-acknowledge]")?.click();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, helpId]);

  return null;
}

/** To the next link of a list, the first where none has the focus; at the ends it stays. */
function move(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>("main [data-list-item], main .row-link")];
  const current = rowOf(document.activeElement)?.querySelector<HTMLElement>("[data-list-item], .row-link");
  const index = current == null ? -1 : items.indexOf(current);
  const next = index === -1 ? items[0] : items[Math.min(items.length - 1, Math.max(0, index + by))];
  next?.focus();
}

function rowOf(element: Element | null): Element | null {
  return element?.closest("tr, li") ?? null;
}

function isElsewhere(target: EventTarget | null): boolean {
  const isTyping =
    target instanceof Element &&
    target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  return isTyping || document.querySelector(":popover-open, dialog[open]") !== null;
}
