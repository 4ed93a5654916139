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
            <Td key={head} align="right" className="whitespace-nowrap">
              <Figure className={index === 0 ? "" : "text-secondary"}>{figures[index] ?? ""}</Figure>
            </Td>
          ))}
        </Row>
      ))}
    </Table>
  );
}
