import type { Route } from "next";
import { Figure } from "../ui/figure";
import { Row, RowLink, Table, Td, Th } from "../ui/table";
import type { GrowerRow } from "./capacity-row";

/** What grows most, in bytes and not in shares: what a new disk would be for. */
export function GrowersTable({ rows }: { rows: GrowerRow[] }) {
  return (
    <Table
      label="Top growers"
      head={
        <>
          <Th>Server</Th>
          <Th>Filesystem</Th>
          <Th align="right">A day</Th>
          <Th align="right">30 days</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.key}>
          <Td className="w-1/3 max-w-0 truncate" title={row.serverName}>
            {row.serverName}
          </Td>
          <Td className="w-1/3 max-w-0">
            <RowLink href={row.href as Route} prefetch={false} className="block truncate" title={row.what}>
              {row.what}
            </RowLink>
          </Td>
          <Td align="right">
            <Figure>{row.perDay}</Figure>
          </Td>
          <Td align="right">
            <Figure className="text-secondary">{row.perMonth}</Figure>
          </Td>
        </Row>
      ))}
    </Table>
  );
}
