import type { Strip } from "./strip";

/**
 * A span of a service's history: a low bar while it ran, a full block while it was down, a hairline while nothing was known, so
 * that the three are told apart without their colours.
 */
export function HistoryStrip({ label, paths }: Strip) {
  return (
    <svg
      viewBox="0 0 480 16"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="service-strip"
    >
      <title>{label}</title>
      {paths.map(({ kind, d }) => (
        <path key={kind} d={d} className={kind} />
      ))}
    </svg>
  );
}
