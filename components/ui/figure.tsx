/**
 * A number with its unit in a lighter ink: `<Figure>{formatBytes(n)}</Figure>`. The last word is the unit when there are
 * two; `41d 3h` and `–` stay as they are.
 */
export function Figure({ children, className = "" }: { children: string; className?: string }) {
  const [, value, unit] = /^([^ ]+) ([^ \d][^ ]*)$/.exec(children) ?? [];
  if (value === undefined) {
    return <span className={`figures ${className} ${children === "–" ? "text-faint" : ""}`}>{children}</span>;
  }
  return (
    <span className={`figures ${className}`}>
      {value} <span className="text-faint">{unit}</span>
    </span>
  );
}
