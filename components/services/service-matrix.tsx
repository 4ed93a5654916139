"use client";

import type { Route } from "next";
import Link from "next/link";
import { StateMark } from "../ui/state-mark";
import type { ServiceRow } from "./service-row";

/** What a cell shows, and no more: the browser is sent all of it. */
type MatrixCell = Pick<ServiceRow, "serverId" | "serverName" | "href" | "mark" | "reason" | "status">;
export type MatrixLine = { name: string; running: number; cells: MatrixCell[] };

/** Each service with the servers that should run it. No empty cells: a phone shows it as well as a wall does. */
export function ServiceMatrix({ lines }: { lines: MatrixLine[] }) {
  return (
    <ul aria-label="Services by name" className="border-t">
      {lines.map(({ name, running, cells }) => (
        <li
          key={name}
          className="flex flex-col gap-x-4 border-b py-1.5 text-table sm:flex-row sm:items-baseline"
        >
          <span className="flex shrink-0 justify-between gap-3 sm:w-64">
            <span className="truncate font-medium" title={name}>
              {name}
            </span>
            <span className="figures text-secondary">
              {running}/{cells.length}
            </span>
          </span>
          <ul className="flex min-w-0 flex-wrap gap-x-4">
            {cells.map((cell) => (
              <li key={cell.serverId} className="min-w-0 max-w-full">
                <Link
                  href={cell.href as Route}
                  prefetch={false}
                  title={[cell.mark.word, cell.reason].filter(Boolean).join(", ")}
                  className="flex min-h-7 items-center gap-1.5 hover:underline pointer-coarse:min-h-11"
                >
                  <StateMark {...cell.mark} hideWord />
                  <span className={`truncate ${cell.status === "running" ? "text-secondary" : ""}`}>
                    {cell.serverName}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
