"use client";

import type { Route } from "next";
import type { ComponentProps } from "react";
import { formatNumber } from "@/domain/format/number";
import { Figure } from "../ui/figure";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import { Row, RowLink, SortTh, Table, Td, Th } from "../ui/table";
import { AvailabilityFigure } from "./availability-figure";
import { CriticalMark } from "./critical-mark";
import { HistoryStrip } from "./history-strip";
import type { ServiceTableRow } from "./service-row";

type Sort = Pick<ComponentProps<typeof SortTh>, "href" | "sort">;
export type ServiceColumn = "state" | "service" | "server" | "since" | "memory";

const wide = "hidden sm:table-cell";
const wider = "hidden lg:table-cell";

/** Expected services, one a row; the row leads to the services of its server. */
export function ServiceTable({
  rows,
  now,
  sort,
}: {
  rows: ServiceTableRow[];
  now: number;
  sort: Record<ServiceColumn, Sort>;
}) {
  const head = (
    <>
      <SortTh {...sort.state} className={`${wide} w-28`}>
        State
      </SortTh>
      <SortTh {...sort.service} className="max-sm:pl-0">
        Service
      </SortTh>
      <SortTh {...sort.server} className={wide}>
        Server
      </SortTh>
      <SortTh {...sort.since} align="right">
        For
      </SortTh>
      <Th align="right" className={wider}>
        <abbr title="Restarts in the last 24 hours" className="no-underline">
          Restarts
        </abbr>
      </Th>
      <SortTh {...sort.memory} align="right" className={wider}>
        Memory
      </SortTh>
      <Th align="right" className={wide}>
        24 h
      </Th>
      <Th align="right" className="max-lg:pr-0">
        30 d
      </Th>
      <Th className={`${wider} w-[22%]`}>Last 30 days</Th>
    </>
  );
  return (
    <Table label="Services" head={head}>
      {rows.map((row) => (
        <Row key={`${row.serverId} ${row.unit}`}>
          <Td className={wide}>
            <StateMark {...row.mark} />
          </Td>
          <Td className="w-full max-w-0 py-1.5 max-sm:pl-0 sm:w-[26%] sm:py-0">
            <RowLink
              href={row.href as Route}
              prefetch={false}
              className="block truncate"
              data-list-item=""
              title={row.reason ?? row.unit}
            >
              {row.name}
              {row.isCritical ? <CriticalMark /> : null}
              {row.reason === null ? null : <span className="font-normal text-faint"> {row.reason}</span>}
            </RowLink>
            <span className="flex min-w-0 items-center gap-2 text-secondary sm:hidden">
              <StateMark {...row.mark} />
              <span className="truncate">{row.serverName}</span>
            </span>
          </Td>
          <Td className={`${wide} max-w-0 w-[16%] truncate text-secondary`}>{row.serverName}</Td>
          <Td align="right">
            <span className="figures">
              <RelativeTime at={row.since} now={now} suffix="" />
            </span>
          </Td>
          <Td align="right" className={wider}>
            <span className={`figures ${row.restartsOfDay === 0 ? "text-faint" : ""}`}>
              {row.restartsOfDay}
            </span>
          </Td>
          <Td align="right" className={wider}>
            <Figure>{row.memoryMb === null ? "–" : `${formatNumber(row.memoryMb)} MiB`}</Figure>
          </Td>
          <Td align="right" className={wide}>
            <AvailabilityFigure of={row.day} withUnknown={false} />
          </Td>
          <Td align="right" className="max-lg:pr-0">
            <AvailabilityFigure of={row.month} withUnknown={false} />
          </Td>
          <Td className={wider}>
            <HistoryStrip {...row.monthStrip} />
          </Td>
        </Row>
      ))}
    </Table>
  );
}
