"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { retryAfterMs } from "./retry";

/** Changes that arrive together become one refresh; a page is never read more often than this. */
const REFRESH_MS = 1000;

type Connection = "connecting" | "live" | "reconnecting" | "paused";

/**
 * Keeps the page's data current: one event stream, and a refresh in place when something on this page changed. Scroll,
 * focus and open menus stay. A hidden tab holds no connection (browsers have six for a host), and catches up when it is
 * looked at again. A press pauses and resumes.
 */
export function LiveDot({ renderedAt }: { renderedAt: number }) {
  const router = useRouter();
  const pathname = usePathname();
  const path = useRef(pathname);
  const seenAt = useRef(renderedAt);
  const [connection, setConnection] = useState<Connection>("connecting");
  const [isPaused, setPaused] = useState(false);
  path.current = pathname;

  useEffect(() => {
    if (isPaused) return setConnection("paused");
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let refreshedAt = 0;
    const refreshSoon = () => {
      if (timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          refreshedAt = performance.now();
          router.refresh();
        },
        Math.max(0, refreshedAt + REFRESH_MS - performance.now()),
      );
    };
    const open = () => {
      source = new EventSource(`/api/v1/events?since=${seenAt.current}`);
      source.onopen = () => {
        failures = 0;
        setConnection("live");
      };
      source.onerror = () => {
        setConnection("reconnecting");
        // A browser comes back by itself when the connection fails, but never after an answer such as a proxy's 502.
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(retryTimer);
        retryTimer = setTimeout(follow, retryAfterMs(failures++, Math.random()));
      };
      source.addEventListener("change", (event) => {
        seenAt.current = Number(event.lastEventId) || seenAt.current;
        const { servers } = JSON.parse(event.data) as { servers: string[] };
        if (concerns(path.current, servers)) refreshSoon();
      });
    };
    const follow = () => {
      clearTimeout(retryTimer);
      source?.close();
      source = undefined;
      if (document.visibilityState === "visible") open();
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      clearTimeout(timer);
      clearTimeout(retryTimer);
      source?.close();
    };
  }, [isPaused, router]);

  return (
    <button
      type="button"
      onClick={() => setPaused(!isPaused)}
      aria-pressed={isPaused}
      title={isPaused ? "Resume live data" : "Pause live data"}
      className="needs-script inline-flex h-8 items-center gap-1.5 text-label text-secondary hover:text-ink pointer-coarse:h-11"
    >
      <svg viewBox="0 0 10 10" className={`size-2 ${look[connection]}`} aria-hidden="true">
        <circle
          cx="5"
          cy="5"
          r="3.75"
          fill={connection === "live" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </svg>
      {connection}
    </button>
  );
}

const look: Record<Connection, string> = {
  connecting: "text-unknown",
  live: "text-ok",
  reconnecting: "text-notice",
  paused: "text-unknown",
};

/** A server's page is refreshed for its own server, every other page for any. An empty list is a deleted server. */
function concerns(pathname: string, servers: string[]): boolean {
  const id = /^\/servers\/([a-z0-9][a-z0-9-]*)/.exec(pathname)?.[1];
  return id === undefined || id === "new" || servers.length === 0 || servers.includes(id);
}
