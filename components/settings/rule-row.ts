export type RuleValues = { high: string; critical: string; clear: string; breaches: string; clears: string };

export const ruleColumns: { key: keyof RuleValues; label: string; title: string }[] = [
  { key: "high", label: "High", title: "At or above this it is high" },
  { key: "critical", label: "Critical", title: "At or above this it is critical" },
  { key: "clear", label: "Clears below", title: "Below this it is fine again" },
  { key: "breaches", label: "Opens after", title: "So many samples in a row over the line" },
  { key: "clears", label: "Resolves after", title: "So many samples in a row below the clear line" },
];

/** A rule for all servers, as its form shows it. An empty line is off. */
export type RuleRow = { name: string; label: string; unit: string; values: RuleValues };

/** What one server or filesystem has of its own. */
export type OverrideRow = {
  server: string;
  serverName: string;
  /** The key under the server: a rule, `filesystems`, `server_offline_seconds`. */
  section: string;
  mount: string;
  about: string;
  words: string;
};

/** What cannot be, while it is being typed; the hub checks the same again. Empty where all is well. */
export function faultsWhileTyping({
  high,
  critical,
  clear,
  max,
}: Pick<RuleValues, "high" | "critical" | "clear"> & { max: number }): Partial<RuleValues> {
  const faults: Partial<RuleValues> = {};
  const [upper, worst, lower] = [lineOf(high), lineOf(critical), lineOf(clear)];
  for (const [name, line] of [
    ["high", upper],
    ["critical", worst],
    ["clear", lower],
  ] as const) {
    if (line === null) continue;
    if (Number.isNaN(line)) faults[name] = "must be a number";
    else if (line < 0 || line > max) faults[name] = `must be 0 to ${max}`;
  }
  // A comparison with what is no number is never true, so that what can be compared is.
  const isUpper = upper !== null && !Number.isNaN(upper);
  if (isUpper && worst !== null && worst <= upper) faults.critical ??= "must be above the high line";
  const lowest = isUpper ? upper : worst;
  if (lowest !== null && lower !== null && lower > lowest) {
    faults.clear ??= "must not be above the line that it clears";
  }
  return faults;
}

/** The same of every rule of a form in which an input is called after its rule and its line. */
export function lineFaults(
  text: (name: string) => string,
  rules: readonly Pick<RuleRow, "name" | "unit">[],
): [string, string][] {
  return rules.flatMap(({ name, unit }) => {
    const faults = faultsWhileTyping({
      high: text(`${name}.high`),
      critical: text(`${name}.critical`),
      clear: text(`${name}.clear`),
      max: unit === "%" ? 100 : 1000,
    });
    return Object.entries(faults).map(([key, fault]): [string, string] => [`${name}.${key}`, fault]);
  });
}

function lineOf(text: string): number | null {
  const trimmed = text.trim();
  return trimmed === "" || trimmed === "off" ? null : Number(trimmed.replace(",", "."));
}
