import { CodeBlock } from "../ui/code-block";
import type { PersonOutcome } from "./person-outcome";

/** A password for somebody else, shown in this one answer. */
export function MadePassword({ made }: { made: NonNullable<PersonOutcome["made"]> }) {
  return (
    <div role="status" className="grid max-w-3xl gap-2 border-edge border-l-2 pl-3 *:min-w-0">
      <p className="text-table">
        A password for <strong className="font-medium">{made.username}</strong>, to sign in with once and then
        choose another. It is shown this once: copy it now.
      </p>
      <CodeBlock label="The password">{made.password}</CodeBlock>
    </div>
  );
}
