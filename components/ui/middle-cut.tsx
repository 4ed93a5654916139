/** So many characters at the end are never cut. */
const KEPT = 14;

/** One line that gives way in its middle where it does not fit: two deep paths differ at their ends. */
export function MiddleCut({ text }: { text: string }) {
  // By whole characters: half an emoji is none.
  const characters = [...text];
  if (characters.length <= 2 * KEPT) return <span className="block min-w-0 truncate">{text}</span>;
  return (
    <span className="flex min-w-0 overflow-hidden" title={text}>
      <span className="truncate whitespace-pre">{characters.slice(0, -KEPT).join("")}</span>
      <span className="whitespace-pre">{characters.slice(-KEPT).join("")}</span>
    </span>
  );
}
