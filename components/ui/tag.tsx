import type { ReactNode } from "react";

/** A word somebody gave a server; quiet, because it says nothing about its state. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block max-w-40 truncate rounded-sm bg-wash px-1.5 align-middle text-label text-secondary">
      {children}
    </span>
  );
}
