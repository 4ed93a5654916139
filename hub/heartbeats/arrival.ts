import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import type { HubError } from "../../domain/hub-error";
import type { Caller } from "../agents/identify-caller";

/** One heartbeat on its way in: parsed, its caller known, its time of arrival taken. */
export type Arrival = {
  heartbeat: Heartbeat;
  caller: Caller;
  /** The time of sending, by the clock that its samples bear; null where it does not say. Epoch milliseconds. */
  sentAt: number | null;
  /** How far the machine's own clock was ahead of `sentAt`: an agent whose clock is wrong corrects its times itself. */
  clockAheadMs: number;
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
      /** What is watched on this server, by name. */
      expectedServices: string[];
    }
  | { kind: "rejected"; error: HubError };
