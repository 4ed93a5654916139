"use client";

import { type ReactNode, useLayoutEffect, useRef, useSyncExternalStore } from "react";

/**
 * A row that opens, and is open and marked when the address names it. The browser itself opens what its fragment is inside of; it does not
 * hear of a navigation that Next makes, so that is done here. The name stands on the content for that, not on the row.
 */
export function ArrivalDetails({
  id,
  summary,
  children,
}: {
  id: string;
  summary: ReactNode;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const isArrival = useSyncExternalStore(
    subscribe,
    () => fragment() === id,
    () => false,
  );
  // Before the page is scrolled to it.
  useLayoutEffect(() => {
    if (isArrival && details.current !== null) details.current.open = true;
  }, [isArrival]);
  return (
    <li
      data-arrival={isArrival ? "" : undefined}
      className="border-b has-target:[&>details>summary]:bg-wash data-arrival:[&>details>summary]:bg-wash"
    >
      <details ref={details} className="group">
        {summary}
        <div id={id} className="scroll-mt-24">
          {children}
        </div>
      </details>
    </li>
  );
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function fragment(): string {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    return "";
  }
}
