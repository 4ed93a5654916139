import type { ChartSeries, SeriesKind } from "@/domain/metrics/chart";

/** Class names for colour and shade, and the pattern of the stroke. */
export type SeriesLook = { className: string; dash: string | undefined };

// Written out in full: Tailwind finds class names by reading the source.
const colours: Record<SeriesKind, string> = {
  cpu: "text-cpu",
  memory: "text-memory",
  disk: "text-disk",
  "network-rx": "text-network-rx",
  "network-tx": "text-network-tx",
  load: "text-load",
  temperature: "text-temperature",
  neutral: "text-neutral",
};
const shades = ["", "shade-1", "shade-2"] as const;
const dashes = [undefined, "5 3", "1.5 3", "8 3 1.5 3"] as const;

/** The colour of a single line of that kind. */
export function colourOf(kind: SeriesKind): string {
  return colours[kind];
}

/**
 * A look for each line. The kind gives the hue; the lines of one kind go through three shades, then through them again
 * with another dash, so that twelve file systems can be told apart without borrowing the colour of something else.
 */
export function looksOf(series: readonly ChartSeries[]): SeriesLook[] {
  const seen = new Map<SeriesKind, number>();
  return series.map(({ series: kind }) => {
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    return {
      className: `${colours[kind]} ${shades[nth % shades.length] ?? ""}`.trim(),
      dash: dashes[Math.floor(nth / shades.length) % dashes.length],
    };
  });
}
