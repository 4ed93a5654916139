/** The words of telling people; the database's CHECK constraints are made from the same lists. */

export const channelTypes = [
  "slack",
  "discord",
  "ntfy",
  "gotify",
  "telegram",
  "pushover",
  "email",
  "apprise",
  "webhook",
] as const;
export type ChannelType = (typeof channelTypes)[number];

/** What a message is about. A digest stands for several that waited. */
export const notificationEvents = [
  "opened",
  "escalated",
  "reminder",
  "resolved",
  "flapping",
  "digest",
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

/**
 * `waiting` for its turn (`next_attempt_at`), `sent`, `failed` for good, `merged` into another message (a digest, an up that
 * overtook its down), `dropped` because its channel was removed or turned off, or its alert
 * acknowledged before a reminder went out.
 */
export const notificationStatuses = ["waiting", "sent", "failed", "merged", "dropped"] as const;
export type NotificationStatus = (typeof notificationStatuses)[number];
