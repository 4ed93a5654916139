import { z } from "zod";
import type { ChannelType } from "./notification";

/** What a secret setting reads as, and what a program sends to keep the stored one. */
export const MASK = "***";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2000);
const word = z.string().trim().min(1, "must not be empty").max(500);
// A line break would begin a header of its own.
const oneLine = word.regex(/^[^\p{Cc}]*$/u, "must be one line");
const mailAddress = oneLine
  .max(320)
  .regex(/^[^\s,;]*@[^\s,;<>]+$|^[^,;<>]*<[^\s,;<>]+@[^\s,;<>]+>$/, "must be a mail address");

/** The settings of each type. A strict object each: a misspelt key is told, not ignored. */
export const channelSettings = {
  slack: z.strictObject({ url: address.describe("of the incoming webhook") }),
  discord: z.strictObject({ url: address.describe("of the webhook") }),
  ntfy: z.strictObject({
    url: address.default("https://ntfy.sh"),
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "must be 1 to 64 letters, digits, - or _"),
    token: oneLine.nullish(),
    priority: z
      .number()
      .int()
      .min(1)
      .max(5)
      .nullish()
      .describe("of every message; by severity where it is not set"),
    tags: z.array(oneLine.max(50)).max(10).nullish(),
  }),
  gotify: z.strictObject({
    url: address,
    token: oneLine,
    priority: z.number().int().min(0).max(10).nullish(),
  }),
  telegram: z.strictObject({
    url: address.default("https://api.telegram.org"),
    token: z.string().regex(/^[\w:-]{1,200}$/, "must be a bot's token"),
    chat_id: oneLine.max(100),
  }),
  pushover: z.strictObject({
    url: address.default("https://api.pushover.net"),
    token: oneLine,
    user: oneLine,
    priority: z.number().int().min(-2).max(1).nullish(),
  }),
  email: z.strictObject({
    host: oneLine.max(255),
    port: z.number().int().min(1).max(65_535).default(587),
    security: z.enum(["starttls", "tls", "none"]).default("starttls"),
    username: oneLine.nullish(),
    password: z.string().min(1).max(500).nullish(),
    from: mailAddress,
    to: z.array(mailAddress).min(1).max(20),
  }),
  apprise: z.strictObject({
    url: address.describe("of the API: http://apprise:8000/notify/KEY, or /notify with urls"),
    urls: z
      .string()
      .min(1)
      .max(4000)
      .nullish()
      .describe("Apprise URLs, apart by commas, for a server without a key"),
    tag: oneLine.nullish(),
  }),
  webhook: z.strictObject({
    url: address,
    secret: z.string().min(1).max(500).nullish().describe("signs each request"),
  }),
} as const satisfies Record<ChannelType, z.ZodObject>;

export type ChannelSettings = { [Type in ChannelType]: z.output<(typeof channelSettings)[Type]> };

/**
 * Which settings are encrypted at rest and read back as `***`. The address of a webhook is all it takes to post, whoever hears it:
 * it holds a key in its path or a password before its host; and the topic is all it takes to read along at ntfy.sh.
 */
export const secretSettings: { [Type in ChannelType]: readonly (keyof ChannelSettings[Type] & string)[] } = {
  slack: ["url"],
  discord: ["url"],
  ntfy: ["topic", "token"],
  gotify: ["token"],
  telegram: ["token"],
  pushover: ["token", "user"],
  email: ["password"],
  apprise: ["url", "urls"],
  webhook: ["url", "secret"],
};

export function isSecretSetting(type: ChannelType, key: string): boolean {
  return (secretSettings[type] as readonly string[]).includes(key);
}
