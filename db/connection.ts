import type { Client } from "@libsql/client";
import { HubError } from "../domain/hub-error";
import { classifyDatabaseError, isConstraint } from "./errors";

type Opened = { client: Client; ready: Promise<void> };

/**
 * One connection and the settings that belong to it. PRAGMAs do not survive a reconnect, so every renewal applies
 * them again before anything else runs.
 */
export class Connection {
  private opened: Opened | undefined;
  private isClosed = false;

  constructor(
    private readonly options: {
      open: () => Client;
      /** Sets and reads back what every statement relies on. */
      settle: (client: Client) => Promise<void>;
      /** A server's client has no connection that could go bad. */
      isRenewable: boolean;
    },
  ) {}

  /** Runs `call` on a connection that has its settings. Opens it at the first use. */
  async use<T>(call: (client: Client) => Promise<T>): Promise<T> {
    if (this.isClosed) {
      throw new HubError("unavailable", "The hub is ending", { retryAfterSeconds: 10 });
    }
    this.opened ??= this.open();
    const { opened } = this;
    try {
      await opened.ready;
      return await call(opened.client);
    } catch (error) {
      if (this.options.isRenewable && isFaultOfConnection(error)) this.drop(opened);
      throw error;
    }
  }

  /** Like `use`, for what changes nothing: tried once more on a new connection where the old one failed. */
  async read<T>(call: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await this.use(call);
    } catch (error) {
      const mayHelp = this.options.isRenewable && !this.isClosed && isFaultOfConnection(error);
      if (!mayHelp || classifyDatabaseError(error) === "busy") throw error;
      return await this.use(call);
    }
  }

  close(): void {
    this.isClosed = true;
    if (this.opened !== undefined) this.drop(this.opened);
  }

  private open(): Opened {
    const client = this.options.open();
    return { client, ready: this.options.settle(client) };
  }

  private drop(opened: Opened): void {
    opened.client.close();
    if (this.opened === opened) this.opened = undefined;
  }
}

/**
 * A statement that failed BUSY is not reset by the native layer: until it is collected, later writes on its connection
 * are acknowledged and lost. So a connection is thrown away after anything but a complaint about the statement.
 */
function isFaultOfConnection(error: unknown): boolean {
  const fault = classifyDatabaseError(error);
  return fault !== "unknown" && !isConstraint(fault);
}
