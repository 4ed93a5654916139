"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useId, useMemo } from "react";
import { ChartBoardContext } from "./board-context";
import { withoutZoom, withZoom } from "./zoom-address";

type BoardShellProps = {
  /** The charts show a stretch that was cut out of a range. */
  isZoomed: boolean;
  children: ReactNode;
};

/** Keeps the charts of a page together, and the stretch of time they show in the address. */
export function BoardShell({ isZoomed, children }: BoardShellProps) {
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const syncId = useId();
  const wholeHref = `${pathname}${withoutZoom(query)}` as Route;

  const zoom = useCallback(
    (from: number, to: number) =>
      router.push(`${pathname}${withZoom(query, from, to)}` as Route, { scroll: false }),
    [router, pathname, query],
  );
  const board = useMemo(() => ({ syncId, zoom }), [syncId, zoom]);

  useEffect(() => {
    if (!isZoomed) return;
    function resetOnEscape(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || belongsElsewhere(event.target)) return;
      router.push(wholeHref, { scroll: false });
    }
    document.addEventListener("keydown", resetOnEscape);
    return () => document.removeEventListener("keydown", resetOnEscape);
  }, [isZoomed, router, wholeHref]);

  return (
    <ChartBoardContext value={board}>
      <p className="mb-3 flex min-h-5 flex-wrap gap-x-4 text-faint text-label print:hidden">
        {isZoomed ? (
          <Link href={wholeHref} scroll={false} className="text-ink underline underline-offset-2">
            Reset zoom
          </Link>
        ) : (
          <span className="needs-script pointer-coarse:hidden">Drag over a chart to zoom</span>
        )}
      </p>
      {children}
    </ChartBoardContext>
  );
}

/** Escape in a field or an open menu means that field or menu. */
function belongsElsewhere(target: EventTarget | null): boolean {
  return (
    (target instanceof Element && target.closest("input, textarea, select, dialog, [popover]") !== null) ||
    document.querySelector(":popover-open, dialog[open]") !== null
  );
}
