import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import type { HubError } from "../../domain/hub-error";
import type { Caller } from "../agents/identify-caller";

/** One heartbeat on its way in: parsed, its caller known, its time of arrival taken. */
export type Arrival = {
  heartbeat: Heartbeat;
  caller: Caller;
  /** What the agent's clock showed when it sent; null where it does not say. Epoch milliseconds. */
  sentAt: number | null;
  receivedAt: number;
  ipAddress: string | null;
};

export type Outcome =
  | {
      kind: "accepted" | "duplicate";
      /** True where this heartbeat made the server known. */
      isRegistered: boolean;
      /** The server's own token, once, in answer to an enrolment key. */
      serverToken: string | null;
      intervalSeconds: number;
    }
  | { kind: "rejected"; error: HubError };
