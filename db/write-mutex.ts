/**
 * One writer at a time, first come first served. SQLite allows one writer anyway; waiting here costs nothing,
 * while waiting in SQLite blocks the event loop and ends in SQLITE_BUSY.
 */
export class WriteMutex {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everything that was asked for before has ended, whether well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work, work);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
