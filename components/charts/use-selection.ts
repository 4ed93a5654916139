"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useState } from "react";

/** A stretch of time being chosen, start and end in the order they were touched. */
type Selection = { anchor: number; end: number; by: "pointer" | "keyboard" };

type SelectionOptions = {
  from: number;
  to: number;
  /** The instant under the crosshair: where the keyboard is. A ref, because moving it must not draw anything again. */
  activeAt: RefObject<number | null>;
  /** Called with the stretch once it is chosen. */
  onSelect: ((from: number, to: number) => void) | undefined;
};

/** A press without a drag is not a zoom. */
const DRAG_MIN_SHARE = 0.01;

/** Choosing a stretch of time: by dragging with a mouse, or with Shift and the arrow keys, then Enter. */
export function useSelection({ from, to, activeAt, onSelect }: SelectionOptions) {
  const [selection, setSelection] = useState<Selection | null>(null);
  const [box, setBox] = useState<DOMRect | null>(null);
  const isDragging = selection?.by === "pointer" && box !== null;

  useEffect(() => {
    if (!isDragging) return;
    function move(event: globalThis.PointerEvent) {
      setSelection((known) => known && { ...known, end: instantAt(event.clientX) });
    }
    function finish(event: globalThis.PointerEvent) {
      setSelection(null);
      setBox(null);
      if (selection !== null) choose(selection.anchor, instantAt(event.clientX));
    }
    function instantAt(clientX: number): number {
      const share = box === null ? 0 : (clientX - box.left) / box.width;
      return from + Math.min(1, Math.max(0, share)) * (to - from);
    }
    function choose(one: number, other: number) {
      if (Math.abs(one - other) < DRAG_MIN_SHARE * (to - from)) return;
      onSelect?.(Math.min(one, other), Math.max(one, other));
    }
    // On the window: the hand may leave the chart before it lets go.
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", finish);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", finish);
    };
  }, [isDragging, selection, box, from, to, onSelect]);

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    // A finger that drags means to scroll.
    if (onSelect === undefined || event.button !== 0 || event.pointerType !== "mouse") return;
    const pressed = event.currentTarget.getBoundingClientRect();
    const at = from + ((event.clientX - pressed.left) / pressed.width) * (to - from);
    setBox(pressed);
    setSelection({ anchor: at, end: at, by: "pointer" });
  }

  function onKeyDownCapture(event: KeyboardEvent<HTMLElement>) {
    if (onSelect === undefined) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (!event.shiftKey) setSelection(null);
      else {
        const start = activeAt.current;
        if (start !== null) setSelection((known) => known ?? { anchor: start, end: start, by: "keyboard" });
      }
    } else if (selection !== null && (event.key === "Enter" || event.key === "Escape")) {
      event.stopPropagation();
      event.preventDefault();
      setSelection(null);
      const { anchor, end } = selection;
      if (event.key === "Enter" && end !== anchor) onSelect(Math.min(anchor, end), Math.max(anchor, end));
    }
  }

  /** The crosshair has moved; a stretch that the keyboard began ends there. */
  function follow() {
    const end = activeAt.current;
    if (end !== null) setSelection((known) => (known?.by === "keyboard" ? { ...known, end } : known));
  }

  return {
    stretch:
      selection === null
        ? null
        : { from: Math.min(selection.anchor, selection.end), to: Math.max(selection.anchor, selection.end) },
    follow,
    handlers: { onPointerDown, onKeyDownCapture },
  };
}
