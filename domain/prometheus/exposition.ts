/** One figure of a family: its labels, and null where nothing is known, which is left out and never said as 0. */
export type Figure = { labels?: Record<string, string>; value: number | null };

/** A metric as Prometheus has it: one name, one meaning. Names are ours; what labels say may be anybody's. */
export type Family =
  | { name: string; type: "counter" | "gauge"; help: string; figures: Figure[] }
  | { name: string; type: "histogram"; help: string; histogram: Histogram };

/** How many observations were at most as large as each bound; `counts` has one more than `bounds`, for what is larger than all. */
export type Histogram = { bounds: readonly number[]; counts: readonly number[]; sum: number };

/** Prometheus' text format 0.0.4. A family without a known figure is left out. */
export function expositionOf(families: Family[]): string {
  return families.map(familyText).join("");
}

function familyText(family: Family): string {
  const lines =
    family.type === "histogram"
      ? histogramLines(family.name, family.histogram)
      : family.figures.flatMap(({ labels = {}, value }) =>
          value === null ? [] : [line(family.name, labels, value)],
        );
  if (lines.length === 0) return "";
  const help = family.help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return `# HELP ${family.name} ${help}\n# TYPE ${family.name} ${family.type}\n${lines.join("")}`;
}

function histogramLines(name: string, { bounds, counts, sum }: Histogram): string[] {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    return line(`${name}_bucket`, { le: number(bounds[index] ?? Number.POSITIVE_INFINITY) }, total);
  });
  return [...buckets, line(`${name}_sum`, {}, sum), line(`${name}_count`, {}, total)];
}

function line(name: string, labels: Record<string, string>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${number(value)}\n`;
}

/** Only these three have a meaning within the quotes. */
function escapeLabel(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
