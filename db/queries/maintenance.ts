import { asc } from "drizzle-orm";
import type { MaintenanceTime, MaintenanceWindow } from "../../domain/alerts/maintenance";
import type { Database } from "../client";
import { maintenanceWindows } from "../schema";

export type MaintenanceRecord = MaintenanceWindow & { id: number; name: string };

/** Every window, in the order in which they were made; those that are over, too. */
export async function listMaintenanceWindows(db: Database): Promise<MaintenanceRecord[]> {
  const rows = await db
    .prepared("listMaintenanceWindows", (reader) =>
      reader.select().from(maintenanceWindows).orderBy(asc(maintenanceWindows.id)).prepare(),
    )
    .all();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    serverId: row.serverId,
    tag: row.tag,
    when: timeOf(row),
  }));
}

/** The database's CHECK promises that one half of the columns is there; the other values stand for what cannot be. */
function timeOf(row: typeof maintenanceWindows.$inferSelect): MaintenanceTime {
  if (row.startsAt !== null) {
    return { kind: "once", startsAt: row.startsAt, endsAt: row.endsAt ?? row.startsAt };
  }
  return {
    kind: "weekly",
    weekdays: JSON.parse(row.weekdays ?? "[]") as number[],
    startMinute: row.startMinute ?? 0,
    durationMinutes: row.durationMinutes ?? 0,
    timeZone: row.timeZone ?? "UTC",
  };
}
