import Link from "next/link";
import type { ComponentProps } from "react";

export type Segment = {
  label: string;
  href: ComponentProps<typeof Link>["href"];
  isCurrent: boolean;
  /** A count or unit in a lighter ink: "Online 10". */
  detail?: string | number;
  title?: string;
};

/** One of a few, as links: the time range, a filter. The choice is in the address. */
export function Segmented({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap items-center gap-px">
        {segments.map(({ label: word, href, isCurrent, detail, title }) => (
          <li key={word}>
            <Link
              href={href}
              title={title}
              scroll={false}
              prefetch={false}
              aria-current={isCurrent ? "true" : undefined}
              className="inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-secondary text-table transition-colors hover:text-ink pointer-coarse:h-11 pointer-coarse:px-3 aria-[current]:bg-wash aria-[current]:font-medium aria-[current]:text-ink"
            >
              {word}
              {detail === undefined ? null : <span className="figures font-normal text-faint">{detail}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
