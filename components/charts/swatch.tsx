import type { SeriesLook } from "./series-look";

/** A piece of a line, beside its name. */
export function Swatch({ look }: { look: SeriesLook }) {
  return (
    <svg width="12" height="4" className={`swatch shrink-0 self-center ${look.className}`} aria-hidden="true">
      <line x1="1" x2="11" y1="2" y2="2" strokeDasharray={look.dash} />
    </svg>
  );
}
