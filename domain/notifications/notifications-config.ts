import { z } from "zod";
import { severities } from "../alerts/alert";
import { typedName } from "../text/foreign-text";
import { MASK } from "./channel-settings";
import { channelTypes } from "./notification";
import { notificationSettingsSchema, quietHoursSchema } from "./settings";

/** What programs read and write of how people are told. */
const name = typedName(100);
const settings = z
  .record(z.string(), z.unknown())
  .describe(`by the type of the channel; a secret one reads as "${MASK}"`);

const channelAnswerSchema = z.strictObject({
  name: z.string(),
  type: z.enum(channelTypes),
  enabled: z.boolean(),
  min_severity: z.enum(severities),
  settings,
});

export const notificationsConfigSchema = notificationSettingsSchema.extend({
  channels: z.array(channelAnswerSchema).describe("by name"),
});
export type NotificationsConfig = z.output<typeof notificationsConfigSchema>;

const channelUpdate = z.strictObject({
  name,
  type: z.enum(channelTypes).optional().describe("required for a new channel"),
  enabled: z.boolean().optional(),
  min_severity: z.enum(severities).optional().describe("what is less severe is not sent to it"),
  settings: settings
    .optional()
    .describe(`replaces all settings of the channel; "${MASK}" keeps the secret that is stored`),
  removed: z.literal(true).optional().describe("takes the channel away"),
});
export type ChannelUpdate = z.output<typeof channelUpdate>;

/** Any part, at any depth. A channel replaces the one of its name; those that are not named stay. */
export const notificationsUpdateSchema = z.strictObject({
  channels: z
    .array(channelUpdate)
    .max(100)
    .refine((channels) => new Set(channels.map((channel) => channel.name)).size === channels.length, {
      error: "must not name one channel twice",
    })
    .optional(),
  quiet_hours: quietHoursSchema.partial().optional(),
  cooldowns: notificationSettingsSchema.shape.cooldowns.partial().optional(),
  notify_on_resolve: z.boolean().optional(),
});
export type NotificationsUpdate = z.output<typeof notificationsUpdateSchema>;

export const testNotificationSchema = z.object({ channel: name });

export const testNotificationAnswerSchema = z.strictObject({
  success: z.boolean(),
  status: z.number().int().nullable().describe("of HTTP, or of SMTP; null where there was no answer"),
  answer: z.string().nullable().describe("the receiver's own words, up to 2,000 characters"),
  error: z.string().nullable().describe("why it was not delivered"),
});
export type TestNotificationAnswer = z.output<typeof testNotificationAnswerSchema>;
