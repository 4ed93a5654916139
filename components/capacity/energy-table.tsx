import type { Route } from "next";
import { Figure } from "../ui/figure";
import { Row, RowLink, Table, Td, Th } from "../ui/table";

export type EnergyRow = {
  id: string;
  name: string;
  href: string;
  /** "23 W"; unknown without the power at full load. */
  watts: string;
  /** Set where the power when idle is assumed. */
  isIdleAssumed: boolean;
  /** "18 %". */
  cpu: string;
  /** Newest first. */
  months: EnergyCell[];
};
export type EnergyCell = { month: string; cost: string; kilowattHours: string };

type EnergyTableProps = {
  /** "Nov 2026", newest first. */
  months: string[];
  rows: EnergyRow[];
  totals: EnergyCell[];
};

const wide = "hidden sm:table-cell";

/** What each server took and cost, by month. */
export function EnergyTable({ months, rows, totals }: EnergyTableProps) {
  return (
    <Table
      label="Energy and cost by server and month"
      head={
        <>
          <Th>Server</Th>
          <Th align="right" className={wide}>
            CPU
          </Th>
          <Th align="right" className={wide}>
            Power
          </Th>
          {months.map((month) => (
            <Th key={month} align="right">
              {month}
            </Th>
          ))}
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.id}>
          <Td className="w-1/4 min-w-32 max-w-0">
            <RowLink href={row.href as Route} prefetch={false} className="block truncate" title={row.name}>
              {row.name}
            </RowLink>
          </Td>
          <Td align="right" className={wide}>
            <Figure className="text-secondary">{row.cpu}</Figure>
          </Td>
          <Td align="right" className={wide}>
            <Figure>{row.watts}</Figure>
            {row.isIdleAssumed ? (
              <span
                className="text-faint"
                title="Its power when idle is not set; a third of that at full load is assumed"
              >
                *<span className="sr-only"> idle power assumed</span>
              </span>
            ) : null}
          </Td>
          {row.months.map((cell) => (
            <Cell key={cell.month} cell={cell} />
          ))}
        </Row>
      ))}
      <Row>
        <Td className="font-medium">All</Td>
        <Td className={wide} />
        <Td className={wide} />
        {totals.map((cell) => (
          <Cell key={cell.month} cell={cell} isTotal />
        ))}
      </Row>
    </Table>
  );
}

function Cell({ cell, isTotal = false }: { cell: EnergyCell; isTotal?: boolean }) {
  return (
    <Td align="right" className="whitespace-nowrap">
      {cell.cost === "–" ? null : (
        <span className="mr-2 hidden lg:inline">
          <Figure className="text-faint">{cell.kilowattHours}</Figure>
        </span>
      )}
      <span className={`figures ${isTotal ? "font-medium" : ""} ${cell.cost === "–" ? "text-faint" : ""}`}>
        {cell.cost}
      </span>
    </Td>
  );
}
