import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

type Align = "left" | "right";

type TableProps = { label: string; head: ReactNode; children: ReactNode; className?: string };

/** A table that scrolls sideways inside its own box, never the page. `head` is one row of Th or SortTh. */
export function Table({ label, head, children, className = "" }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className="-mx-1 overflow-x-auto px-1">
      <table className={`data-table ${className}`}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** 36 px, 44 where a finger points. */
export function Row(props: ComponentProps<"tr">) {
  return <tr {...props} />;
}

type CellProps = { align?: Align; className?: string; children?: ReactNode };

export function Th({ align, className, sort, ...rest }: CellProps & { sort?: "ascending" | "descending" }) {
  return <th scope="col" aria-sort={sort} className={classOf(align, className)} {...rest} />;
}

type SortThProps = CellProps & {
  href: ComponentProps<typeof Link>["href"];
  /** Set on the column the table is sorted by. */
  sort?: "ascending" | "descending";
};

/** A heading that sorts: a link, so that it works without JavaScript and can be sent to somebody. */
export function SortTh({ href, sort, align, className, children }: SortThProps) {
  return (
    <Th align={align} sort={sort} className={className}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        className={`hover:text-ink ${sort === undefined ? "" : "text-ink"}`}
      >
        {children}
        {sort === undefined ? null : <span aria-hidden="true">{sort === "ascending" ? " ↑" : " ↓"}</span>}
      </Link>
    </Th>
  );
}

/** Numbers are right-aligned under their heading: `<Td align="right"><Figure>…</Figure></Td>`. */
export function Td({ align, className, ...rest }: CellProps & ComponentProps<"td">) {
  return <td className={classOf(align, className)} {...rest} />;
}

/** The one link of a row; its target is the whole row. */
export function RowLink({ className = "", ...rest }: ComponentProps<typeof Link>) {
  return <Link className={`row-link ${className}`} {...rest} />;
}

function classOf(align: Align | undefined, className: string | undefined): string | undefined {
  return align === "right" ? `to-right ${className ?? ""}`.trim() : className;
}
