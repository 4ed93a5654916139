import { clientAddressOf } from "@/app/client-address";
import type { Heartbeat } from "@/domain/heartbeats/heartbeat";
import type { Caller } from "@/hub/agents/identify-caller";
import type { Arrival } from "@/hub/heartbeats/arrival";

/** What a request says of all its heartbeats: who sends them, when by the agent's own clock, and from where. */
export function arrivalsOf(request: Request, caller: Caller, now: number): (heartbeat: Heartbeat) => Arrival {
  const sentAt = Date.parse(request.headers.get("x-agent-time") ?? "");
  const address = clientAddressOf(request.headers);
  const common = {
    caller,
    sentAt: Number.isFinite(sentAt) ? sentAt : null,
    clockAheadMs: clockAheadMs(request.headers.get("x-agent-clock-ahead")),
    receivedAt: now,
    ipAddress: address === "unknown" ? null : address,
  };
  return (heartbeat) => ({ heartbeat, ...common });
}

/** Whole seconds, within what two clocks since 1970 can differ by; what is no such number counts for nothing. */
function clockAheadMs(header: string | null): number {
  return header !== null && /^-?\d{1,10}$/.test(header) ? Number(header) * 1000 : 0;
}
