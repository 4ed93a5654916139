import { CopyButton } from "../ui/copy-button";

/** Codes that are shown this once, and copied all together, one a line. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div className="grid justify-items-start gap-2">
      <ul
        aria-label="Recovery codes"
        className="grid w-full grid-cols-2 gap-x-4 border-y py-2 font-mono text-table"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join("\n")} label="Copy the codes" />
    </div>
  );
}
