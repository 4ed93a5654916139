import type { ServerStatus } from "@/domain/servers/server";
import type { State } from "../ui/state-look";

type Standing = { status: ServerStatus; isPaused: boolean; isWorkstation: boolean; lastSeen: number | null };

/** How a server's state is drawn and said. A workstation that is off, or a server that is paused, is not a fault. */
export function serverState({ status, isPaused, isWorkstation, lastSeen }: Standing): {
  mark: State;
  word: string;
} {
  if (isPaused) return { mark: "unknown", word: "paused" };
  if (status === "online") return { mark: "ok", word: "online" };
  if (status === "offline") return { mark: isWorkstation ? "unknown" : "bad", word: "offline" };
  return { mark: "unknown", word: lastSeen === null ? "never seen" : "unknown" };
}
