import type { ReactNode } from "react";

/** One of the things a week is told by: its heading, a sentence, and what is behind it. */
export function WeekSection({
  title,
  sentence,
  children,
}: {
  title: string;
  sentence: string;
  children?: ReactNode;
}) {
  return (
    <section className="min-w-0 break-inside-avoid">
      <h2 className="font-medium">{title}</h2>
      <p className="mb-1 max-w-prose text-secondary text-table">{sentence}</p>
      {children}
    </section>
  );
}
