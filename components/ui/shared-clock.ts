const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One interval for every time on the page, and none when there is no time on it. */
export function everySecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

let aheadMs = Number.POSITIVE_INFINITY;

/**
 * Learns how far this browser's clock is ahead of the hub's from an instant the hub wrote into the page. A page that
 * travelled or lay in a cache looks further ahead than it is, so the smallest difference seen is the truest.
 */
export function learnHubTime(hubNow: number): void {
  aheadMs = Math.min(aheadMs, Date.now() - hubNow);
}

/** The hub's time, as far as this browser can tell. */
export function hubTime(): number {
  return Date.now() - (Number.isFinite(aheadMs) ? aheadMs : 0);
}
