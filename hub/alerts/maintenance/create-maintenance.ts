import type { Database } from "../../../db/client";
import type { MaintenanceInput } from "../../../domain/alerts/maintenance";
import { HubError } from "../../../domain/hub-error";
import { audit, type By } from "../../audit/record";

/** So many windows are asked at every heartbeat at most. */
export const MAINTENANCE_WINDOWS_MAX = 200;

/** Makes a maintenance window and answers its id. Throws HubError `invalid` where its server is unknown, `conflict` where there are too many. */
export async function createMaintenance(db: Database, window: MaintenanceInput, by: By): Promise<number> {
  const { name, serverId, tag, when } = window;
  return db.transact(async (read, commit) => {
    if (serverId !== null) {
      const known = await read({ sql: "SELECT 1 FROM servers WHERE id = ?", args: [serverId] });
      if (known.rows.length === 0) {
        throw new HubError("invalid", `There is no server '${serverId}'`, {
          fields: [{ path: "server_id", message: "is no server of this hub" }],
        });
      }
    }
    const count = await read("SELECT count(*) AS n FROM maintenance_windows");
    if (Number(count.rows[0]?.n) >= MAINTENANCE_WINDOWS_MAX) {
      throw new HubError("conflict", `There are ${MAINTENANCE_WINDOWS_MAX} maintenance windows already`, {
        hint: "remove those that are over",
      });
    }
    const time =
      when.kind === "once"
        ? {
            startsAt: when.startsAt,
            endsAt: when.endsAt,
            weekdays: null,
            start: null,
            duration: null,
            zone: null,
          }
        : {
            startsAt: null,
            endsAt: null,
            weekdays: JSON.stringify(when.weekdays),
            start: when.startMinute,
            duration: when.durationMinutes,
            zone: when.timeZone,
          };
    const made = await commit([
      {
        sql: `INSERT INTO maintenance_windows
                (name, server_id, tag, starts_at, ends_at, weekdays, start_minute, duration_minutes, time_zone)
              VALUES (?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?)`,
        args: [
          name,
          serverId,
          tag,
          time.startsAt,
          time.endsAt,
          time.weekdays,
          time.start,
          time.duration,
          time.zone,
        ],
      },
      ...audit(by, {
        action: "maintenance.create",
        subject: { kind: "maintenance", id: name },
        before: null,
        after: { server: serverId, tag, when },
      }),
    ]);
    return Number(made[0]?.lastInsertRowid);
  });
}
