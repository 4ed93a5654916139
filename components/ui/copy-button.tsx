"use client";

import { useEffect, useState } from "react";
import { buttonClass } from "./button-class";

/** Copies `text`. Not there without JavaScript: the text beside it can be selected. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  return (
    <span className="needs-script">
      <button
        type="button"
        onClick={async () => setOutcome((await copy(text)) ? "copied" : "failed")}
        className={buttonClass({ size: "small" })}
      >
        <span aria-live="polite">
          {outcome === null ? label : outcome === "copied" ? "Copied" : "Select and copy"}
        </span>
      </button>
    </span>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** On plain http, as a hub in a home network often is, browsers offer no navigator.clipboard. This still works there. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr-only";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
