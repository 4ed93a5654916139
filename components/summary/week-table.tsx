import type { Route } from "next";
import { Figure } from "../ui/figure";
import { Row, RowLink, Table, Td, Th } from "../ui/table";

export type WeekRow = {
  key: string;
  /** What it is about, and of which server; the link is on the first. */
  name: string;
  serverName: string | null;
  href: string;
  /** In the order of the headings, the most important first. */
  figures: string[];
};

/** A few things and what was about them in the week: one column of names, the others of figures. */
export function WeekTable({
  label,
  heads,
  rows,
}: {
  label: string;
  heads: [string, ...string[]];
  rows: WeekRow[];
}) {
  const [first, ...others] = heads;
  return (
    <Table
      label={label}
      head={
        <>
          <Th>{first}</Th>
          {others.map((head) => (
            <Th key={head} align="right">
              {head}
            </Th>
          ))}
        </>
      }
    >
      {rows.map(({ key, name, serverName, href, figures }) => (
        <Row key={key}>
          <Td
            className="w-full min-w-32 max-w-0 truncate"
            title={serverName === null ? name : `${name} on ${serverName}`}
          >
            <RowLink href={href as Route} prefetch={false}>
              {name}
            </RowLink>
            {serverName === null ? null : <span className="text-faint"> {serverName}</span>}
          </Td>
          {others.map((head, index) => (
            <Td key={head} align="right" className="py-1 xl:whitespace-nowrap">
              <Cell text={figures[index] ?? ""} isFirst={index === 0} />
            </Td>
          ))}
        </Row>
      ))}
    </Table>
  );
}

function Cell({ text, isFirst }: { text: string; isFirst: boolean }) {
  const [first = "", second] = text.split(/(?<=,) /);
  if (second === undefined) return <Figure className={isFirst ? "" : "text-secondary"}>{text}</Figure>;
  // Two figures with their words stand on two lines where it is narrow.
  return (
    <span className="text-secondary tabular-nums">
      <span className="whitespace-nowrap">{first}</span> <span className="whitespace-nowrap">{second}</span>
    </span>
  );
}
