import type { Heartbeat } from "@/domain/heartbeats/heartbeat";
import type { Caller } from "@/hub/agents/identify-caller";
import type { Arrival } from "@/hub/heartbeats/arrival";

/** What a request says of all its heartbeats: who sends them, when by the agent's own clock, and from where. */
export function arrivalsOf(request: Request, caller: Caller, now: number): (heartbeat: Heartbeat) => Arrival {
  const sentAt = Date.parse(request.headers.get("x-agent-time") ?? "");
  const common = {
    caller,
    sentAt: Number.isFinite(sentAt) ? sentAt : null,
    receivedAt: now,
    ipAddress: peerAddress(request),
  };
  return (heartbeat) => ({ heartbeat, ...common });
}

/**
 * The address that Next saw at the other end. It is shown to people and decides nothing: behind a proxy, or from a caller
 * that sends the header itself, it is only what they say.
 */
function peerAddress(request: Request): string | null {
  const last = request.headers
    .get("x-forwarded-for")
    ?.split(",")
    .at(-1)
    ?.trim()
    .replace(/^::ffff:/, "");
  return last !== undefined && /^[0-9a-fA-F.:]{3,45}$/.test(last) ? last : null;
}
