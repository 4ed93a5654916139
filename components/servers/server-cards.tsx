"use client";

import type { Route } from "next";
import Link from "next/link";
import { formatPercent } from "@/domain/format/number";
import { formatDuration } from "@/domain/format/time";
import { AlertCount } from "../alerts/alert-count";
import { Meter } from "../charts/meter";
import { Sparkline } from "../charts/sparkline";
import { ServicesFigure } from "../services/services-figure";
import { Figure } from "../ui/figure";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import { Tag } from "../ui/tag";
import type { MeasureLines, ServerRow } from "./server-row";

/** The same servers side by side, for a screen on a wall. */
export function ServerCards({
  rows,
  now,
  lines,
}: {
  rows: ServerRow[];
  now: number;
  /** Of the servers that have none of their own. */
  lines: MeasureLines;
}) {
  return (
    <ul aria-label="Servers" className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-3">
      {rows.map((row) => (
        <li
          key={row.id}
          className="relative grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 rounded border p-3 text-table hover:bg-wash"
        >
          <div className="flex items-center justify-between gap-3">
            <Link
              href={row.href as Route}
              prefetch={false}
              className="min-w-0 truncate font-medium after:absolute after:inset-0"
            >
              {row.name}
            </Link>
            <span className="flex items-center gap-3">
              <AlertCount alerts={row.alerts} />
              <StateMark {...row.state} state={row.state.mark} />
            </span>
          </div>
          <dl className="grid gap-1">
            {measures.map(({ label, series, value }) => (
              <div key={label} className="grid grid-cols-[4rem_80px_1fr_2.75rem] items-center gap-2">
                <dt className="text-secondary">{label}</dt>
                <dd className="contents">
                  {row.sparklines === null ? (
                    <span />
                  ) : (
                    <Sparkline
                      points={row.sparklines[series]}
                      label={`${label}, last 24 hours`}
                      series={series}
                    />
                  )}
                  {row[value] === null ? (
                    <span />
                  ) : (
                    <Meter
                      value={row[value]}
                      label={label}
                      series={series}
                      lines={row.lines?.[series] ?? lines[series]}
                      className="w-full"
                    />
                  )}
                  <span className="text-right">
                    <Figure>{formatPercent(row[value])}</Figure>
                  </span>
                </dd>
              </div>
            ))}
          </dl>
          <div className="flex items-center justify-between gap-2 text-faint text-label">
            <span className="flex min-w-0 gap-1 overflow-hidden">
              {row.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
            <span className="whitespace-nowrap">
              {row.services === null ? null : (
                <>
                  services <ServicesFigure of={row.services} isServerSilent={row.state.word === "offline"} />{" "}
                  ·{" "}
                </>
              )}
              {row.uptimeMs === null ? null : <>up {formatDuration(row.uptimeMs)} · </>}
              seen <RelativeTime at={row.lastSeen} now={now} suffix="" />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

const measures = [
  { label: "CPU", series: "cpu", value: "cpuPercent" },
  { label: "Memory", series: "memory", value: "memoryPercent" },
  { label: "Disk", series: "disk", value: "diskPercent" },
] as const;
