import type { AlertStatus, Severity } from "@/domain/alerts/alert";
import { type State, severityStates } from "../ui/state-look";

/** An alert as lists show it. */
export type AlertRow = {
  id: number;
  href: string;
  serverName: string;
  serverHref: string;
  severity: Severity;
  status: AlertStatus;
  mark: AlertMark;
  /** "disk /mnt/tank", "offline". */
  what: string;
  /** "96.2 % ≥ 95 %"; empty where nothing is measured. */
  reading: string;
  since: number;
  resolvedAt: number | null;
  /** How long it lasted, once it is over. */
  lasted: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  /** Its server is silent, so nothing is known of the cause. */
  isStale: boolean;
};

export type AlertMark = { state: State; look: "solid" | "outline" | "hatched"; word: string };

/** How an alert's state is drawn and said: by severity while it lasts, outlined once somebody knows, hatched while its server is silent. */
export function alertMark(alert: { severity: Severity; status: AlertStatus; isStale: boolean }): AlertMark {
  if (alert.status === "resolved") return { state: "ok", look: "solid", word: "resolved" };
  const look = alert.isStale ? "hatched" : alert.status === "acknowledged" ? "outline" : "solid";
  return { state: severityStates[alert.severity], look, word: alert.severity };
}
