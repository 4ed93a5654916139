/** A reader that has left so many messages unread is not there any more, or will be better off coming back. */
const UNREAD_MESSAGES_MAX = 1000;
/** Browsers come back after this time by themselves. */
const RETRY_MS = 2000;

/**
 * The body of a server-sent event stream. It may be ended from either side and more than once, in any order with what is
 * still being sent: after its end nothing happens.
 */
export class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private readonly keepAlive: NodeJS.Timeout;
  private readonly text = new TextEncoder();
  private isEnded = false;
  private onEnd: (() => void)[] = [];

  constructor(keepAliveMs: number) {
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
      cancel: () => this.end(),
    });
    this.keepAlive = setInterval(() => this.write(": still here\n\n"), keepAliveMs);
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  send(event: string, id: string, data: unknown): void {
    this.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Calls `act` at the end, or now where that has come already. */
  whenEnded(act: () => void): void {
    if (this.isEnded) act();
    else this.onEnd.push(act);
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    clearInterval(this.keepAlive);
    for (const act of this.onEnd) act();
    this.onEnd = [];
    try {
      this.controller?.close();
    } catch {
      // The reader has cancelled: the stream is closed already.
    }
  }

  private write(message: string): void {
    if (this.isEnded) return;
    this.controller?.enqueue(this.text.encode(message));
    if ((this.controller?.desiredSize ?? 0) < -UNREAD_MESSAGES_MAX) this.end();
  }
}
