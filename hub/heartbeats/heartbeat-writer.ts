import { performance } from "node:perf_hooks";
import { database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { Histogram } from "../../domain/prometheus/exposition";
import type { Arrival, Outcome } from "./arrival";
import { recordHeartbeats } from "./record-heartbeats";

/** As many samples as one commit takes before it blocks the event loop for too long (about 20 ms). */
const COMMIT_SAMPLES_MAX = 256;
/** What may wait in memory for its commit: at some 2 kB a sample, 20 MB. */
const QUEUE_SAMPLES_MAX = 10_000;

/** In seconds, of how long a heartbeat waits for its answer. */
const WAIT_BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What the writer has done since the process began. */
export type IngestFigures = {
  accepted: number;
  duplicate: number;
  rejected: number;
  /** Samples whose commit failed as a whole, or that found the queue full; their agents send them again. */
  unavailable: number;
  queued: number;
  /** Seconds from the arrival of a request's samples to the commit that holds them. */
  waited: Histogram;
};

type Waiting = {
  since: number;
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
  private readonly counts = { accepted: 0, duplicate: 0, rejected: 0, unavailable: 0 };
  private readonly waits = WAIT_BOUNDS.map(() => 0).concat(0);
  private waitedSeconds = 0;

  constructor(private readonly record: (arrivals: Arrival[]) => Promise<Outcome[]>) {}

  /** One outcome for each arrival, in order. Throws HubError `unavailable` where the queue is full or nothing was stored. */
  submit(arrivals: Arrival[]): Promise<Outcome[]> {
    if (this.queuedSamples + arrivals.length > QUEUE_SAMPLES_MAX) {
      this.counts.unavailable += arrivals.length;
      return Promise.reject(
        new HubError("unavailable", "More heartbeats are waiting than the disk takes", {
          retryAfterSeconds: 5,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ since: performance.now(), arrivals, resolve, reject });
      this.queuedSamples += arrivals.length;
      if (this.isFlushing) return;
      this.isFlushing = true;
      // The requests that the event loop has already read join this commit.
      setImmediate(() => void this.flush());
    });
  }

  figures(): IngestFigures {
    return {
      ...this.counts,
      queued: this.queuedSamples,
      waited: { bounds: WAIT_BOUNDS, counts: [...this.waits], sum: this.waitedSeconds },
    };
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
      for (const { kind } of outcomes) this.counts[kind] += 1;
      for (const { arrivals, resolve, since } of batch) {
        this.observe((performance.now() - since) / 1000);
        resolve(outcomes.slice(start, start + arrivals.length));
        start += arrivals.length;
      }
    } catch (error) {
      for (const { arrivals, reject } of batch) {
        this.counts.unavailable += arrivals.length;
        reject(error);
      }
    }
  }

  private observe(seconds: number): void {
    const bucket = WAIT_BOUNDS.findIndex((bound) => seconds <= bound);
    const index = bucket === -1 ? WAIT_BOUNDS.length : bucket;
    this.waits[index] = (this.waits[index] ?? 0) + 1;
    this.waitedSeconds += seconds;
  }
}

const holderKey = Symbol.for("homelabcmd.heartbeat-writer");
const holder = globalThis as { [holderKey]?: Pick<HeartbeatWriter, "submit" | "figures"> };

/** The one writer of this process; on globalThis because Next evaluates modules more than once. */
export function heartbeatWriter(): Pick<HeartbeatWriter, "submit" | "figures"> {
  holder[holderKey] ??= new HeartbeatWriter((arrivals) => recordHeartbeats(database(), arrivals));
  return holder[holderKey];
}
