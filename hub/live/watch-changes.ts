import type { Database } from "../../db/client";
import { countServers, listServersChangedSince } from "../../db/queries/servers";
import { now } from "../clock";
import { log } from "../log";

/** How often the database is asked while at least one page is open. */
const POLL_MS = 500;
/** A transaction commits a little after the time that it carries, and another hub's clock differs a little. */
const OVERLAP_MS = 5000;

type Listener = {
  /** Ids of the servers that changed, or whose alerts did; none where one was deleted, as anything may have. `at` is the hub's clock. */
  onChange: (change: { serverIds: string[]; at: number }) => void;
  onEnd: () => void;
};

/**
 * Asks the database every half second, as long as somebody listens, what changed. It is asked and not told, so that a
 * change counts whichever hub, job or shell made it.
 */
export class ChangeWatch {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | undefined;
  /** `updated_at` of what was told already, within the overlap. */
  private told = new Map<string, number>();
  /** When the database last said what changed, by the hub's clock. */
  private lookedAt = 0;
  private serverCount = 0;
  private isEnded = false;

  constructor(private readonly db: Database) {}

  /** Adds a listener, which first hears what changed after `since`. Returns a function that removes it. */
  async add(listener: Listener, since: number): Promise<() => void> {
    if (this.listeners.size === 0) {
      // What changed while nobody listened is nobody's.
      this.lookedAt = now();
      await this.look();
    }
    if (this.isEnded) {
      listener.onEnd();
      return () => {};
    }
    const remove = () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.rest();
    };
    this.listeners.add(listener);
    this.timer ??= setTimeout(() => void this.turn(), POLL_MS);
    try {
      const at = now();
      // What carries a time before `since` may have been committed after it; told twice does no harm, never told does.
      const missed = await listServersChangedSince(this.db, since - OVERLAP_MS);
      // A server that was deleted while nobody watched has left no trace: who was away looks at everything anew.
      const hasBeenAway = since < at - OVERLAP_MS;
      if (missed.length > 0 || hasBeenAway) {
        listener.onChange({ serverIds: hasBeenAway ? [] : serversOf(missed), at });
      }
    } catch (error) {
      remove();
      throw error;
    }
    return remove;
  }

  end(): void {
    this.isEnded = true;
    for (const listener of this.listeners) listener.onEnd();
    this.listeners.clear();
    this.rest();
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async turn(): Promise<void> {
    try {
      const at = now();
      const { changed, isDeleted } = await this.look();
      if (changed.length > 0 || isDeleted) {
        for (const listener of this.listeners) listener.onChange({ serverIds: isDeleted ? [] : changed, at });
      }
    } catch (error) {
      log().warn({ err: error }, "could not look for changes");
    }
    // Somebody who came while everybody had gone has set it already.
    clearTimeout(this.timer);
    this.timer = this.listeners.size > 0 ? setTimeout(() => void this.turn(), POLL_MS) : undefined;
  }

  private async look(): Promise<{ changed: string[]; isDeleted: boolean }> {
    const at = now();
    // After a machine was busy or asleep, its clock was put forward or its disk was away, the last look is long ago.
    const since = Math.min(this.lookedAt, at) - OVERLAP_MS;
    const rows = await listServersChangedSince(this.db, since);
    const serverCount = await countServers(this.db);
    const changed = serversOf(rows.filter(({ key, updatedAt }) => this.told.get(key) !== updatedAt));
    const isDeleted = serverCount < this.serverCount;
    this.told = new Map(rows.map(({ key, updatedAt }) => [key, updatedAt]));
    this.serverCount = serverCount;
    this.lookedAt = at;
    return { changed, isDeleted };
  }
}

function serversOf(rows: { id: string }[]): string[] {
  return [...new Set(rows.map(({ id }) => id))];
}

const holderKey = Symbol.for("homelabcmd.change-watch");
const holder = globalThis as { [holderKey]?: ChangeWatch };

/** Tells `listener` within half a second what changed after `since` (epoch milliseconds), until the returned function is called. */
export function watchChanges(db: Database, listener: Listener, since: number): Promise<() => void> {
  holder[holderKey] ??= new ChangeWatch(db);
  return holder[holderKey].add(listener, since);
}

/** Ends every stream, so that the web server behind them can close. */
export function endLiveConnections(): void {
  holder[holderKey]?.end();
}
