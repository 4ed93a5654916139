import { z } from "zod";
import { isTimeZone } from "../alerts/zoned-time";

/**
 * What an operator says of being told: `config` key `notifications`. The channels themselves are rows of their own, as their
 * secrets are encrypted and the outbox refers to them.
 */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, as 22:00");
const minutes = z.number().int().min(1).max(10_080);

export const quietHoursSchema = z.strictObject({
  enabled: z.boolean(),
  time_zone: z.string().max(100).refine(isTimeZone, "must be a time zone, as Europe/London"),
  weekdays: z
    .array(z.number().int().min(1).max(7))
    .overwrite((days) => [...new Set(days)].sort())
    .describe("1 is Monday, 7 is Sunday: the days on which quiet hours begin"),
  start: clockTime,
  end: clockTime.describe("on the next day where it is not after start"),
  critical_passes: z.boolean(),
});
export type QuietHours = z.output<typeof quietHoursSchema>;

export const notificationSettingsSchema = z.strictObject({
  quiet_hours: quietHoursSchema,
  cooldowns: z.strictObject({
    critical_minutes: minutes.describe("how long after the last word a reminder comes"),
    high_minutes: minutes,
  }),
  notify_on_resolve: z.boolean(),
});
export type NotificationSettings = z.output<typeof notificationSettingsSchema>;

export const notificationSettingsDefault: NotificationSettings = {
  quiet_hours: {
    enabled: false,
    time_zone: "UTC",
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    start: "22:00",
    end: "07:00",
    critical_passes: true,
  },
  cooldowns: { critical_minutes: 30, high_minutes: 240 },
  notify_on_resolve: true,
};

/** What is stored, completed: documents of earlier versions lack keys, and a damaged one must not keep messages back. */
export function readNotificationSettings(stored: unknown): NotificationSettings {
  const given = typeof stored === "object" && stored !== null ? stored : {};
  const result = notificationSettingsSchema.safeParse(
    mergeNotificationSettings(notificationSettingsDefault, given),
  );
  return result.success ? result.data : notificationSettingsDefault;
}

/** A deep partial over a whole; what it does not name stays. */
export function mergeNotificationSettings(whole: NotificationSettings, partial: NotificationSettingsPartial) {
  return {
    quiet_hours: { ...whole.quiet_hours, ...partial.quiet_hours },
    cooldowns: { ...whole.cooldowns, ...partial.cooldowns },
    notify_on_resolve: partial.notify_on_resolve ?? whole.notify_on_resolve,
  };
}

type NotificationSettingsPartial = {
  quiet_hours?: Partial<QuietHours>;
  cooldowns?: Partial<NotificationSettings["cooldowns"]>;
  notify_on_resolve?: boolean;
};
