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
    receivedAt: now,
    ipAddress: address === "unknown" ? null : address,
  };
  return (heartbeat) => ({ heartbeat, ...common });
}
