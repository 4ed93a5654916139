import { CopyButton } from "./copy-button";

/** A command to run as it stands, with a button that copies it. */
export function CodeBlock({ children, label }: { children: string; label: string }) {
  return (
    <div className="flex items-start gap-2 rounded bg-wash p-2">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, and the keyboard must reach it
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto px-1 py-1"
      >
        <pre>
          <code className="font-mono text-table">{children}</code>
        </pre>
      </section>
      <CopyButton text={children} />
    </div>
  );
}
