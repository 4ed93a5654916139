import type { Route } from "next";
import { Meter } from "../charts/meter";
import { Sparkline } from "../charts/sparkline";
import { Figure } from "../ui/figure";
import { StateMark } from "../ui/state-mark";
import { Row, RowLink, Table, Td, Th } from "../ui/table";
import type { CapacityRow } from "./capacity-row";

const wide = "hidden md:table-cell";
const wider = "hidden lg:table-cell";
/** The first column that a phone shows. */
const atEdge = "max-md:pl-0";

/** What is full first comes first; the row leads to its server. */
export function CapacityTable({ rows, days }: { rows: CapacityRow[]; days: number }) {
  return (
    <Table
      label="What fills up"
      head={
        <>
          <Th className={wide}>Server</Th>
          <Th className={atEdge}>What</Th>
          <Th align="right" className={wider}>
            Used
          </Th>
          <Th align="right">
            <span className="lg:hidden">Used</span>
            <span className="hidden lg:inline">%</span>
          </Th>
          <Th className={wide}>Up to {days} days</Th>
          <Th align="right" className={wide}>
            A day
          </Th>
          <Th align="right">Full in</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.key}>
          <Td className={`${wide} w-1/5 max-w-0 truncate`} title={row.serverName}>
            {row.serverName}
          </Td>
          <Td className={`w-full max-w-0 py-1.5 md:w-1/4 md:py-0 ${atEdge}`}>
            <span className="block truncate text-secondary md:hidden">{row.serverName}</span>
            <RowLink
              href={row.href as Route}
              prefetch={false}
              data-list-item=""
              className="block truncate"
              title={row.what}
            >
              {row.what}
            </RowLink>
          </Td>
          <Td align="right" className={wider}>
            <span className="figures text-secondary">{row.used}</span>
          </Td>
          <Td align="right" className="whitespace-nowrap">
            <Figure>{row.usedPercent === null ? "–" : `${Math.round(row.usedPercent)} %`}</Figure>{" "}
            <Meter
              value={row.usedPercent}
              label={`${row.what} used`}
              series={row.series}
              lines={row.lines}
              className="ml-1 hidden w-16 sm:inline-block"
            />
          </Td>
          <Td className={wide}>
            <span className="flex items-center gap-2">
              <Sparkline
                points={row.days}
                series={row.series}
                label={`${row.what} of ${row.serverName}, last ${Math.min(days, row.days.length)} days`}
              />
              {/* Where there are fewer, the line is as wide and the days are not. */}
              {row.days.length >= days ? null : (
                <span className="figures text-faint text-label">{row.days.length} d</span>
              )}
            </span>
          </Td>
          <Td align="right" className={wide}>
            <Figure className="text-secondary">{row.perDay}</Figure>
          </Td>
          <Td align="right" className="py-1.5 xl:whitespace-nowrap xl:py-0">
            <span className="whitespace-nowrap">
              {row.mark === null ? (
                <span className={row.hasDate ? "figures" : "text-faint"}>{row.forecast}</span>
              ) : (
                <StateMark state={row.mark} word={row.forecast} />
              )}
            </span>
            {row.reason === null ? null : (
              <span className="block text-faint text-label xl:ml-2 xl:inline">{row.reason}</span>
            )}
          </Td>
        </Row>
      ))}
    </Table>
  );
}
