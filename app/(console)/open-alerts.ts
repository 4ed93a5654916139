import { cache } from "react";
import { requireViewer } from "@/app/require-person";
import type { OpenAlerts } from "@/components/frame/nav";
import { database } from "@/db/client";
import { countActiveAlerts, countAlertsByStatus } from "@/db/queries/alerts";

/** For the bar, the title and the icon; read once a request. */
export const openAlerts = cache(async (): Promise<OpenAlerts> => {
  await requireViewer();
  try {
    const active = await countActiveAlerts(database());
    if (active.open === 0 || active.bySeverity.critical === 0)
      return { count: active.open, isCritical: false };
    const critical = await countAlertsByStatus(database(), { severity: "critical" });
    return { count: active.open, isCritical: critical.open > 0 };
  } catch {
    // The page itself says what is wrong with the database, in a frame that still stands.
    return { count: 0, isCritical: false };
  }
});
