import Link from "next/link";
import type { ComponentProps } from "react";

export type Segment = {
  label: string;
  /** Null where there is nothing to go to; then `title` says why. */
  href: ComponentProps<typeof Link>["href"] | null;
  isCurrent: boolean;
  /** A count or unit in a lighter ink: "Online 10". */
  detail?: string | number;
  title?: string;
};

type SegmentedProps = {
  label: string;
  segments: readonly Segment[];
  /** Many short words in one row, also on a phone. */
  isNarrow?: boolean;
};

/** One of a few, as links: the time range, a filter. The choice is in the address. */
export function Segmented({ label, segments, isNarrow = false }: SegmentedProps) {
  const look = `inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-table pointer-coarse:h-11 ${isNarrow ? "" : "pointer-coarse:px-3"}`;
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap items-center gap-px">
        {segments.map(({ label: word, href, isCurrent, detail, title }) => (
          <li key={word}>
            {href === null ? (
              // Fainter than faint would be unreadable: the line through it tells it apart.
              <span
                title={title}
                className={`${look} cursor-not-allowed text-faint line-through decoration-edge`}
              >
                {word}
                {title === undefined ? null : <span className="sr-only">{`, ${title}`}</span>}
              </span>
            ) : (
              <Link
                href={href}
                title={title}
                scroll={false}
                prefetch={false}
                aria-current={isCurrent ? "true" : undefined}
                className={`${look} text-secondary transition-colors hover:text-ink aria-[current]:bg-wash aria-[current]:font-medium aria-[current]:text-ink`}
              >
                {word}
                {detail === undefined ? null : (
                  <span className="figures font-normal text-faint">{detail}</span>
                )}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
