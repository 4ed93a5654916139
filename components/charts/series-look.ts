import type { ChartSeries, SeriesKind } from "@/domain/metrics/chart";

/** Class names for colour, shade and faintness, and the pattern of the stroke. */
export type SeriesLook = { className: string; dash: string | undefined };

// Written out in full: Tailwind finds class names by reading the source.
const colours: Record<Exclude<SeriesKind, "server">, string> = {
  cpu: "text-cpu",
  memory: "text-memory",
  disk: "text-disk",
  "network-rx": "text-network-rx",
  "network-tx": "text-network-tx",
  load: "text-load",
  temperature: "text-temperature",
  neutral: "text-neutral",
};
// Servers have no hue of their own: each line the next one.
const palette = [
  "text-line-blue",
  "text-line-orange",
  "text-line-teal",
  "text-line-wine",
  "text-line-violet",
  "text-line-olive",
  "text-line-brown",
  "text-line-slate",
] as const;
const shades = ["", "shade-1", "shade-2"] as const;
const dashes = [undefined, "6 3", "1.5 3", "8 3 1.5 3"] as const;

const EARLIER_DASH = "2 4";

/** Of a level line, such as a threshold. */
export const LEVEL_DASH = "5 3";

/** The colour of a single line of that kind. */
export function colourOf(kind: SeriesKind): string {
  return kind === "server" ? palette[0] : colours[kind];
}

/**
 * A look for each line. The kind gives the hue; the lines of one kind go through three shades, then through them again
 * with another dash, so that twelve file systems can be told apart without borrowing the colour of something else. What is
 * sent is dashed from the first, beside what is received.
 */
export function looksOf(series: readonly ChartSeries[]): SeriesLook[] {
  const seen = new Map<SeriesKind, number>();
  const looks = new Map<string, SeriesLook>();
  for (const { key, series: kind, earlierOf } of series) {
    if (earlierOf !== undefined) continue;
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    looks.set(key, lookOf(kind, nth));
  }
  return series.map(({ key, series: kind, earlierOf }) => {
    const look = looks.get(earlierOf ?? key) ?? { className: colourOf(kind), dash: undefined };
    return earlierOf === undefined ? look : { className: `${look.className} earlier`, dash: EARLIER_DASH };
  });
}

function lookOf(kind: SeriesKind, nth: number): SeriesLook {
  if (kind === "server") {
    const dash = dashes[Math.floor(nth / palette.length) % dashes.length];
    return { className: palette[nth % palette.length] ?? palette[0], dash };
  }
  const round = Math.floor(nth / shades.length) + (kind === "network-tx" ? 1 : 0);
  return {
    className: `${colours[kind]} ${shades[nth % shades.length] ?? ""}`.trim(),
    dash: dashes[round % dashes.length],
  };
}
