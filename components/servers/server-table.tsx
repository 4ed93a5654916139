"use client";

import type { Route } from "next";
import type { ComponentProps } from "react";
import type { MeterLines } from "@/domain/alerts/meter-lines";
import { formatTraffic } from "@/domain/format/bytes";
import { formatNumber, formatPercent } from "@/domain/format/number";
import { formatDuration } from "@/domain/format/time";
import type { SeriesKind } from "@/domain/metrics/chart";
import type { NetworkUnit } from "@/domain/metrics/shown-units";
import { AlertCount } from "../alerts/alert-count";
import { Meter } from "../charts/meter";
import { Sparkline } from "../charts/sparkline";
import { ServicesFigure } from "../services/services-figure";
import { Figure } from "../ui/figure";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import { Row, RowLink, SortTh, Table, Td, Th } from "../ui/table";
import { Tag } from "../ui/tag";
import type { MeasureLines, ServerRow } from "./server-row";

type Sort = Pick<ComponentProps<typeof SortTh>, "href" | "sort">;
type Column = "state" | "name" | "cpu" | "memory" | "disk" | "network" | "load" | "uptime" | "seen";

/** Columns beyond the five that a phone has room for. */
const wide = "hidden md:table-cell";
const wider = "hidden lg:table-cell";

export function ServerTable({
  rows,
  now,
  sort,
  lines,
  networkUnit,
}: {
  rows: ServerRow[];
  now: number;
  networkUnit: NetworkUnit;
  /** Of the servers that have none of their own. */
  lines: MeasureLines;
  sort: Record<Column, Sort>;
}) {
  const head = (
    <>
      <SortTh {...sort.state} className="w-6">
        <span className="sr-only lg:not-sr-only">State</span>
      </SortTh>
      <SortTh {...sort.name}>Server</SortTh>
      <SortTh {...sort.cpu} align="right">
        CPU
      </SortTh>
      <SortTh {...sort.memory} align="right">
        <abbr title="Memory" className="no-underline md:hidden">
          Mem
        </abbr>
        <span className="hidden md:inline">Memory</span>
      </SortTh>
      <SortTh {...sort.disk} align="right">
        Disk
      </SortTh>
      <SortTh {...sort.network} align="right" className={wide}>
        Net ↓ ↑
      </SortTh>
      <SortTh {...sort.load} align="right" className={wider}>
        Load
      </SortTh>
      <SortTh {...sort.uptime} align="right" className={wider}>
        Uptime
      </SortTh>
      <Th align="right" className={wider}>
        Services
      </Th>
      <SortTh {...sort.seen} align="right" className="hidden sm:table-cell">
        Seen
      </SortTh>
    </>
  );
  return (
    <Table label="Servers" head={head}>
      {rows.map((row) => (
        <ServerTableRow
          key={row.id}
          row={row}
          now={now}
          lines={row.lines === undefined ? lines : { ...lines, ...row.lines }}
          networkUnit={networkUnit}
        />
      ))}
    </Table>
  );
}

function ServerTableRow({
  row,
  now,
  lines,
  networkUnit,
}: {
  row: ServerRow;
  now: number;
  lines: MeasureLines;
  networkUnit: NetworkUnit;
}) {
  return (
    <Row>
      <Td>
        <StateMark {...row.state} state={row.state.mark} hideWord />
      </Td>
      <Td className="w-[18%] max-w-0 min-w-24">
        <span className="flex items-center gap-2">
          <RowLink
            href={row.href as Route}
            prefetch={false}
            className="truncate"
            title={row.hostname ?? undefined}
          >
            {row.name}
          </RowLink>
          <AlertCount alerts={row.alerts} />
          {/* Before a name is cut short its tags are. */}
          <span className="hidden min-w-0 shrink-[99] gap-1 overflow-hidden xl:flex">
            {row.tags.slice(0, 2).map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </span>
        </span>
      </Td>
      <Measure label="CPU" series="cpu" value={row.cpuPercent} lines={lines.cpu} past={row.sparklines?.cpu} />
      <Measure
        label="Memory"
        series="memory"
        value={row.memoryPercent}
        lines={lines.memory}
        past={row.sparklines?.memory}
      />
      <Measure
        label="Disk"
        series="disk"
        value={row.diskPercent}
        lines={lines.disk}
        past={row.sparklines?.disk}
      />
      <Td align="right" className={wide}>
        <span className="inline-block w-20">
          <Figure>{formatTraffic(row.rxBytesPerSecond, networkUnit)}</Figure>
        </span>
        <span className="inline-block w-22">
          <Figure>{formatTraffic(row.txBytesPerSecond, networkUnit)}</Figure>
        </span>
      </Td>
      <Td align="right" className={wider}>
        <Figure>{formatNumber(row.load5m, 2)}</Figure>
      </Td>
      <Td align="right" className={wider}>
        <Figure>{formatDuration(row.uptimeMs)}</Figure>
      </Td>
      <Td align="right" className={wider}>
        <ServicesFigure of={row.services} isServerSilent={row.state.word === "offline"} />
      </Td>
      <Td align="right" className="hidden sm:table-cell">
        <span className="figures">
          <RelativeTime at={row.lastSeen} now={now} suffix="" />
        </span>
      </Td>
    </Row>
  );
}

type MeasureProps = {
  label: string;
  series: SeriesKind;
  value: number | null;
  lines: MeterLines;
  past: (number | null)[] | undefined;
};

function Measure({ label, series, value, lines, past }: MeasureProps) {
  return (
    <Td align="right">
      <span className="flex items-center justify-end gap-2">
        {past === undefined ? null : (
          <span className="hidden xl:inline-flex">
            <Sparkline points={past} label={`${label}, last 24 hours`} series={series} />
          </span>
        )}
        {value === null ? null : (
          <span className="hidden md:inline-flex">
            <Meter value={value} label={label} series={series} lines={lines} className="w-12" />
          </span>
        )}
        <span className="w-11">
          <Figure>{formatPercent(value)}</Figure>
        </span>
      </span>
    </Td>
  );
}
