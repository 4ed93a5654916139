/** One line of the table. `isMet` is null where there is nothing to hold the figure against. */
export type Row = { what: string; figure: string; goal: string; isMet: boolean | null };

export type Measurement = {
  name: string;
  run: (context: { isQuick: boolean; note: (text: string) => void }) => Promise<Row[]>;
};

/** The middle one, or the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error("There is nothing to take the median of");
  return (lower + upper) / 2;
}

/** The value that `share` (0..1) of all values do not exceed: nearest rank, so always one that was seen. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("There is nothing to take a percentile of");
  return value;
}

/** The table as people read it in a terminal and in Markdown alike. */
export function table(rows: Row[]): string {
  const verdict = ({ isMet }: Row) => (isMet === null ? "" : isMet ? "met" : "MISSED");
  const cells = [
    ["what", "figure", "goal", "verdict"],
    ...rows.map((row) => [row.what, row.figure, row.goal, verdict(row)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const line = (texts: string[]) => `| ${texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells.map(line);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body].join("\n");
}
