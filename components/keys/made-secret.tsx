import { CodeBlock } from "../ui/code-block";
import type { KeyOutcome } from "./key-outcome";

/** A secret that has just been made, shown in this one answer. */
export function MadeSecret({ made, what }: { made: NonNullable<KeyOutcome["made"]>; what: string }) {
  return (
    <div role="status" className="grid max-w-3xl gap-2 border-l-2 border-edge pl-3 *:min-w-0">
      <p className="text-table">
        {what} for <strong className="font-medium">{made.name}</strong>. It is shown this once: copy it now.
      </p>
      <CodeBlock label={what}>{made.secret}</CodeBlock>
      <p className="text-label text-secondary">To use it:</p>
      <CodeBlock label="A line that uses it">{made.use}</CodeBlock>
    </div>
  );
}
