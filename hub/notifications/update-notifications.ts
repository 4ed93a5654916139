import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import type { Severity } from "../../domain/alerts/alert";
import { type FieldFault, HubError } from "../../domain/hub-error";
import type { ChannelType } from "../../domain/notifications/notification";
import type { NotificationsUpdate } from "../../domain/notifications/notifications-config";
import {
  mergeNotificationSettings,
  type NotificationSettings,
  notificationSettingsSchema,
  readNotificationSettings,
} from "../../domain/notifications/settings";
import { audit, type By } from "../audit/record";
import { type ChangedChannel, changedChannel, hasSecret, type StoredChannel } from "./channel-changes";

/**
 * Changes what the update names of how people are told: all of it or, where a field is not valid, nothing. Throws HubError
 * `invalid` that names the fields, `unavailable` where a secret cannot be encrypted because the key file is lost.
 */
export async function updateNotifications(db: Database, update: NotificationsUpdate, by: By): Promise<void> {
  const { now } = by;
  const { channels: updates = [], ...partial } = update;
  await db.transact(async (read, commit) => {
    const stored = await read("SELECT value FROM config WHERE key = 'notifications'");
    const before = readNotificationSettings(parsed(stored.rows[0]?.value));
    const after = checked(mergeNotificationSettings(before, partial));
    const channels = await read("SELECT * FROM notification_channels");
    const known = new Map(channels.rows.map((row) => [String(row.name), channelOf(row)]));
    const hasSecrets = [...known.values()].some(hasSecret);

    const faults: FieldFault[] = [];
    const statements = updates.flatMap((each, index): InStatement[] => {
      const existing = known.get(each.name);
      const subject = { kind: "channel", id: each.name };
      if (each.removed) {
        if (existing === undefined) return [];
        const before = withoutId(existing);
        return [
          ...removal(existing.id, now),
          ...audit(by, { action: "channel.remove", subject, before, after: null }),
        ];
      }
      const changed = changedChannel(db, { update: each, before: existing, hasSecrets });
      if ("channel" in changed) {
        const action = existing === undefined ? "channel.create" : "channel.update";
        const before = existing === undefined ? null : withoutId(existing);
        return [upsert(changed.channel), ...audit(by, { action, subject, before, after: changed.channel })];
      }
      faults.push(
        ...changed.faults.map(({ path, message }) => ({ path: `channels.${index}.${path}`, message })),
      );
      return [];
    });
    if (faults.length > 0) throw invalid(faults);
    const recorded = audit(by, {
      action: "notifications.update",
      subject: { kind: "settings", id: "notifications" },
      before,
      after,
    });
    await commit([store(after), ...statements, ...release(before, after, now), ...recorded]);
  });
}

function withoutId({ id: _id, ...channel }: StoredChannel): ChangedChannel {
  return channel;
}

function checked(merged: unknown): NotificationSettings {
  const result = notificationSettingsSchema.safeParse(merged);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

function invalid(fields: FieldFault[]): HubError {
  const [first] = fields;
  return new HubError("invalid", `${first?.path}: ${first?.message}`, { fields: fields.slice(0, 100) });
}

/** A document that is damaged counts as none: this is how an operator mends it. */
function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}

function channelOf(row: Record<string, unknown>): StoredChannel {
  return {
    id: Number(row.id),
    name: String(row.name),
    type: row.type as ChannelType,
    isEnabled: row.is_enabled === 1,
    minSeverity: row.min_severity as Severity,
    settings: JSON.parse(String(row.settings)),
  };
}

function store(settings: NotificationSettings): InStatement {
  return {
    sql: `INSERT INTO config (key, value) VALUES ('notifications', ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    args: [JSON.stringify(settings)],
  };
}

function upsert(channel: ChangedChannel): InStatement {
  const { name, type, isEnabled, minSeverity, settings } = channel;
  return {
    sql: `INSERT INTO notification_channels (name, type, is_enabled, min_severity, settings)
          VALUES (?, ?, CAST(? AS INTEGER), ?, ?)
          ON CONFLICT (name) DO UPDATE SET type = excluded.type, is_enabled = excluded.is_enabled,
            min_severity = excluded.min_severity, settings = excluded.settings,
            updated_at = max(CAST(unixepoch('subsec') * 1000 AS INTEGER), updated_at + 1)`,
    args: [name, type, isEnabled ? 1 : 0, minSeverity, JSON.stringify(settings)],
  };
}

/** What waits for it is dropped, and what it was sent stays in the history of its alerts, without its name. */
function removal(id: number, now: number): InStatement[] {
  return [
    {
      sql: `UPDATE notifications SET status = 'dropped', answer = 'the channel was removed', leased_by = NULL, leased_until = NULL,
              finished_at = CAST(? AS INTEGER)
            WHERE channel_id = CAST(? AS INTEGER) AND status = 'waiting'`,
      args: [now, id],
    },
    { sql: "UPDATE notifications SET channel_id = NULL WHERE channel_id = CAST(? AS INTEGER)", args: [id] },
    { sql: "DELETE FROM notification_channels WHERE id = CAST(? AS INTEGER)", args: [id] },
  ];
}

/** Other quiet hours may let go what these hold: it is decided anew. */
function release(before: NotificationSettings, after: NotificationSettings, now: number): InStatement[] {
  if (JSON.stringify(before.quiet_hours) === JSON.stringify(after.quiet_hours)) return [];
  return [
    {
      sql: `UPDATE notifications SET next_attempt_at = CAST(? AS INTEGER)
            WHERE status = 'waiting' AND attempts = 0 AND next_attempt_at > ?`,
      args: [now, now],
    },
  ];
}
