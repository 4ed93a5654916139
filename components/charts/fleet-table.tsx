import type { Route } from "next";
import type { ChartUnit } from "@/domain/metrics/chart";
import { Figure } from "../ui/figure";
import { Row, RowLink, Table, Td, Th } from "../ui/table";
import { formatValue } from "./format-value";
import type { SeriesLook } from "./series-look";
import { Swatch } from "./swatch";

export type FleetRow = {
  key: string;
  name: string;
  href: string;
  look: SeriesLook;
  latest: number | null;
  mean: number | null;
  min: number | null;
  max: number | null;
};

/** The lines of a picture of many servers in figures. */
export function FleetTable({ rows, unit }: { rows: readonly FleetRow[]; unit: ChartUnit }) {
  return (
    <Table
      label="Figures"
      head={
        <>
          <Th>Server</Th>
          <Th align="right">Latest</Th>
          <Th align="right">Mean</Th>
          <Th align="right">Lowest</Th>
          <Th align="right">Highest</Th>
        </>
      }
    >
      {rows.map(({ key, name, href, look, latest, mean, min, max }) => (
        <Row key={key}>
          <Td className="max-w-60">
            <span className="flex items-center gap-2">
              <Swatch look={look} />
              <RowLink href={href as Route} prefetch={false} className="truncate">
                {name}
              </RowLink>
            </span>
          </Td>
          {[latest, mean, min, max].map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change places
            <Td key={index} align="right">
              <Figure>{formatValue(unit, value)}</Figure>
            </Td>
          ))}
        </Row>
      ))}
    </Table>
  );
}
