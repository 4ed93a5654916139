import { database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { Arrival, Outcome } from "./arrival";
import { recordHeartbeats } from "./record-heartbeats";

/** As many samples as one commit takes before it blocks the event loop for too long (about 20 ms). */
const COMMIT_SAMPLES_MAX = 256;
/** What may wait in memory for its commit: at some 2 kB a sample, 20 MB. */
const QUEUE_SAMPLES_MAX = 10_000;

type Waiting = {
  arrivals: Arrival[];
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
};

/**
 * Group commit: what arrives while one commit is being written goes into the next one, so that many agents share one
 * sync of the disk. Answers a submission when its samples are on disk, never before.
 */
export class HeartbeatWriter {
  private readonly queue: Waiting[] = [];
  private queuedSamples = 0;
  private isFlushing = false;

  constructor(private readonly record: (arrivals: Arrival[]) => Promise<Outcome[]>) {}

  /** One outcome for each arrival, in order. Throws HubError `unavailable` where the queue is full or nothing was stored. */
  submit(arrivals: Arrival[]): Promise<Outcome[]> {
    if (this.queuedSamples + arrivals.length > QUEUE_SAMPLES_MAX) {
      return Promise.reject(
        new HubError("unavailable", "More heartbeats are waiting than the disk takes", {
          retryAfterSeconds: 5,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ arrivals, resolve, reject });
      this.queuedSamples += arrivals.length;
      if (this.isFlushing) return;
      this.isFlushing = true;
      // The requests that the event loop has already read join this commit.
      setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      await this.commit(this.takeBatch());
      // A local database is synchronous under its promises: let requests and pages in between two commits.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.isFlushing = false;
  }

  private takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let samples = 0;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      if (batch.length > 0 && samples + next.arrivals.length > COMMIT_SAMPLES_MAX) break;
      this.queue.shift();
      batch.push(next);
      samples += next.arrivals.length;
    }
    this.queuedSamples -= samples;
    return batch;
  }

  private async commit(batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.record(batch.flatMap(({ arrivals }) => arrivals));
      let start = 0;
      for (const { arrivals, resolve } of batch) {
        resolve(outcomes.slice(start, start + arrivals.length));
        start += arrivals.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

const holderKey = Symbol.for("homelabcmd.heartbeat-writer");
const holder = globalThis as { [holderKey]?: Pick<HeartbeatWriter, "submit"> };

/** The one writer of this process; on globalThis because Next evaluates modules more than once. */
export function heartbeatWriter(): Pick<HeartbeatWriter, "submit"> {
  holder[holderKey] ??= new HeartbeatWriter((arrivals) => recordHeartbeats(database(), arrivals));
  return holder[holderKey];
}
