import type { Route } from "next";
import { LinkButton } from "@/components/ui/link-button";

/** The way through a list that is longer than a page; nothing where it is not. */
export function Pages({
  page,
  pages,
  hrefOf,
}: {
  page: number;
  pages: number;
  hrefOf: (page: number) => Route;
}) {
  if (pages === 1) return null;
  return (
    <nav aria-label="Pages of the list" className="mt-4 flex items-center gap-3 text-table">
      {page > 1 ? <LinkButton href={hrefOf(page - 1)}>Previous</LinkButton> : null}
      <span className="text-secondary">
        Page <span className="figures">{page}</span> of <span className="figures">{pages}</span>
      </span>
      {page < pages ? <LinkButton href={hrefOf(page + 1)}>Next</LinkButton> : null}
    </nav>
  );
}
