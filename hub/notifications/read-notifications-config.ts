import type { Database } from "../../db/client";
import { findConfig } from "../../db/queries/config";
import { listChannels } from "../../db/queries/notifications";
import { isSecretSetting, MASK } from "../../domain/notifications/channel-settings";
import type { ChannelType } from "../../domain/notifications/notification";
import type { NotificationsConfig } from "../../domain/notifications/notifications-config";
import { readNotificationSettings } from "../../domain/notifications/settings";

/** How people are told, as the API and the pages show it: secrets are masked, and no key is needed to read it. */
export async function readNotificationsConfig(db: Database): Promise<NotificationsConfig> {
  const [stored, channels] = await Promise.all([findConfig(db, "notifications"), listChannels(db)]);
  return {
    channels: channels.map((channel) => ({
      name: channel.name,
      type: channel.type,
      enabled: channel.isEnabled,
      min_severity: channel.minSeverity,
      settings: masked(channel.type, JSON.parse(channel.settings)),
    })),
    ...readNotificationSettings(stored),
  };
}

function masked(type: ChannelType, settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, isSecretSetting(type, key) ? MASK : value]),
  );
}
