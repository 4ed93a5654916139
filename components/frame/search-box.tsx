"use client";

import Form from "next/form";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { searchIn } from "./search";

/** Searches the overview. `/` from anywhere puts the cursor here, Escape gives it back to the page. */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const { query, kept } = searchIn(usePathname(), useSearchParams());

  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener("keydown", focusOnSlash);
    return () => document.removeEventListener("keydown", focusOnSlash);
  }, []);

  return (
    <Form action="/" role="search" className="group relative min-w-24 flex-1 sm:min-w-32 sm:max-w-56">
      <input
        ref={input}
        // A new query in the address is a new box: what was typed belongs to the old page.
        key={query}
        type="search"
        name="q"
        defaultValue={query}
        placeholder="Search servers"
        aria-label="Search servers"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="h-8 w-full rounded border border-edge bg-transparent px-2.5 text-table transition-colors pointer-coarse:h-10 sm:pr-8"
      />
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <span aria-hidden="true" className="needs-script">
        <span className="pointer-events-none absolute top-1/2 right-2.5 hidden -translate-y-1/2 text-faint text-label group-focus-within:hidden sm:inline">
          /
        </span>
      </span>
    </Form>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
