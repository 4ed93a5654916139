import { Fragment, type ReactNode } from "react";

/** A sentence in which words between backticks are code. */
export function Prose({ children }: { children: string }) {
  const parts = children.split("`").map((text, position) => ({ text, position, isCode: position % 2 === 1 }));
  return parts.map(({ text, position, isCode }) =>
    isCode ? (
      <code key={position} className="break-words font-mono text-ink">
        {text}
      </code>
    ) : (
      <Fragment key={position}>{text}</Fragment>
    ),
  );
}

/** Short facts on one line. */
export function Notes({ children }: { children: string[] }) {
  return <Prose>{children.join("; ")}</Prose>;
}

export function SchemaLink({ name, children = name }: { name: string; children?: ReactNode }) {
  return (
    <a href={`#schema-${name}`} className="font-mono underline underline-offset-2">
      {children}
    </a>
  );
}
