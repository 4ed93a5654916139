"use client";

import type { Route } from "next";
import { buttonClass } from "../ui/button-class";
import { StateMark } from "../ui/state-mark";
import { Row, RowLink, Table, Td, Th } from "../ui/table";
import type { AlertRow } from "./alert-row";
import { AlertSince } from "./alert-since";
import { SelectAll } from "./select-all";

type AlertTableProps = {
  label: string;
  rows: AlertRow[];
  now: number;
  /** With boxes to select by and a button in each open row; the form around it says what they do. */
  isSelectable?: boolean;
  /** Left out where the page is about one server. */
  withServer?: boolean;
};

const wide = "hidden sm:table-cell";
const widest = "hidden bar:table-cell";

/** Alerts, one a row; the whole row leads to the alert. */
export function AlertTable({ label, rows, now, isSelectable = false, withServer = true }: AlertTableProps) {
  const head = (
    <>
      {isSelectable ? (
        <Th className="w-7">
          <span className="sr-only">Select</span>
          {rows.some(({ status }) => status !== "resolved") ? <SelectAll /> : null}
        </Th>
      ) : null}
      <Th className={`${wide} w-28`}>Severity</Th>
      {withServer ? <Th className={`${wide} w-[16%]`}>Server</Th> : null}
      <Th className={isSelectable ? undefined : "max-sm:pl-0"}>What</Th>
      <Th align="right" className={widest}>
        Value
      </Th>
      <Th className={wide}>When</Th>
      <Th className="sm:w-28 bar:w-44">
        <span className="max-sm:sr-only">Acknowledged</span>
      </Th>
    </>
  );
  return (
    <Table label={label} head={head}>
      {rows.map((row) => (
        <Row key={row.id}>
          {isSelectable ? (
            <Td>
              {row.status === "resolved" ? null : (
                // Above the row's link, and as large as a finger.
                <label className="relative z-10 -my-1 -ml-2 inline-flex size-8 items-center justify-center align-middle pointer-coarse:size-11">
                  <input type="checkbox" name="id" value={row.id} className="size-4" />
                  <span className="sr-only">
                    Select {row.serverName} {row.what}
                  </span>
                </label>
              )}
            </Td>
          ) : null}
          <Td className={wide}>
            <Severity row={row} />
          </Td>
          {withServer ? (
            <Td className={`${wide} max-w-0 truncate`} title={row.serverName}>
              {row.serverName}
            </Td>
          ) : null}
          <Td className={`w-full max-w-0 py-1.5 sm:w-[30%] bar:py-0 ${isSelectable ? "" : "max-sm:pl-0"}`}>
            <span className="flex min-w-0 items-center gap-2 sm:hidden">
              <Severity row={row} />
              {withServer ? <span className="truncate">{row.serverName}</span> : null}
            </span>
            <RowLink
              href={row.href as Route}
              prefetch={false}
              data-list-item=""
              aria-label={
                withServer ? `${row.serverName} ${row.what}${row.isStale ? " (stale)" : ""}` : undefined
              }
              className="block truncate"
              title={row.what}
            >
              {row.what}
              {row.isStale ? <span className="font-normal text-faint"> (stale)</span> : null}
            </RowLink>
            {row.reading === "" ? null : (
              <span className="figures block truncate text-secondary bar:hidden">{row.reading}</span>
            )}
            <span className="block truncate text-secondary sm:hidden">
              <AlertSince alert={row} now={now} />
            </span>
          </Td>
          <Td align="right" className={`${widest} figures`}>
            {row.reading}
          </Td>
          <Td className={`${wide} text-secondary sm:whitespace-nowrap`}>
            <AlertSince alert={row} now={now} />
          </Td>
          <Td className="truncate text-secondary max-sm:text-right sm:max-w-0">
            {isSelectable && row.status === "open" ? (
              <button
                type="submit"
                name="acknowledge"
                value={row.id}
                data-acknowledge=""
                aria-label={`Acknowledge ${row.serverName} ${row.what}`}
                className={`relative z-10 sm:-ml-2 ${buttonClass({ tone: "quiet", size: "small" })}`}
              >
                Acknowledge
              </button>
            ) : row.acknowledgedBy === null ? null : (
              <>by {row.acknowledgedBy}</>
            )}
          </Td>
        </Row>
      ))}
    </Table>
  );
}

/** Mark and severity word. What is over keeps its word in a quiet ink: green and "critical" together would confuse. */
function Severity({ row }: { row: AlertRow }) {
  const isOver = row.status === "resolved";
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateMark {...row.mark} hideWord={isOver} />
      {isOver ? <span className="text-secondary">{row.severity}</span> : null}
      {row.status === "acknowledged" ? <span className="sr-only">, acknowledged</span> : null}
    </span>
  );
}
