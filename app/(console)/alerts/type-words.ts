import type { AlertType } from "@/domain/alerts/alert";

/** The kinds of alerts in the words of a menu. */
export const typeWords: Record<AlertType, string> = {
  cpu: "CPU",
  memory: "memory",
  disk: "disk",
  load: "load",
  offline: "offline",
  network: "hub or network",
  service_down: "service down",
  service_unknown: "service unknown",
  service_restarts: "service restarts",
  capacity: "capacity",
};
