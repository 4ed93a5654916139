/** The query of a page that shows only that stretch of time: `?range=24h&from=2026-11-21T06:02:00Z&to=…`. What else was asked stays. */
export function withZoom(query: string, from: number, to: number): string {
  const params = new URLSearchParams(query);
  params.set("from", instantParam(from));
  params.set("to", instantParam(to));
  // Colons may stand in a query as they are, and a person may want to read it.
  return `?${params.toString().replaceAll("%3A", ":")}`;
}

/** The same page over the whole of its range. */
export function withoutZoom(query: string): string {
  const params = new URLSearchParams(query);
  if (!params.has("from") && !params.has("to")) return query === "" ? "" : `?${query}`;
  params.delete("from");
  params.delete("to");
  const rest = params.toString();
  return rest === "" ? "" : `?${rest}`;
}

/** An instant as an address says it: `2026-11-21T06:02:00Z`. */
export function instantParam(at: number): string {
  return `${new Date(Math.round(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
