import Link from "next/link";
import type { ComponentProps } from "react";
import { LinkButton } from "../ui/link-button";
import { type Segment, Segmented } from "../ui/segmented";

type FilterBarProps = {
  /** What was searched for in the bar above. */
  q: string;
  states: Segment[];
  tags: Segment[];
  views: Segment[];
  mayAdd: boolean;
  resetHref: ComponentProps<typeof Link>["href"] | null;
};

/** Filters as links: every choice is an address. The words to search for come from the bar above. */
export function FilterBar({ q, states, tags, views, mayAdd, resetHref }: FilterBarProps) {
  return (
    <div className="mt-5 mb-1 flex flex-wrap items-center gap-x-4 gap-y-1 print:hidden">
      <Segmented label="State" segments={states} />
      {tags.length > 1 ? <Segmented label="Tag" segments={tags} /> : null}
      {resetHref === null ? null : (
        <p className="text-table text-secondary">
          matching “{q}”{" "}
          <Link href={resetHref} className="underline underline-offset-2">
            clear
          </Link>
        </p>
      )}
      <div className="ml-auto flex items-center gap-4">
        <Segmented label="View" segments={views} />
        {mayAdd ? (
          <LinkButton href="/servers/new" size="small">
            Add server
          </LinkButton>
        ) : null}
      </div>
    </div>
  );
}
