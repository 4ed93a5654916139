import type { ChannelSettings } from "../../../domain/notifications/channel-settings";
import { inLines } from "../../../domain/notifications/message";
import type { ChannelType } from "../../../domain/notifications/notification";
import type { SendLimits } from "../outgoing-request";
import { sendApprise } from "./apprise/apprise";
import type { Outgoing, Sender, SendResult } from "./channel";
import { sendDiscord } from "./discord/discord";
import { sendEmail } from "./email/email";
import { sendGotify } from "./gotify/gotify";
import { sendNtfy } from "./ntfy/ntfy";
import { sendPushover } from "./pushover/pushover";
import { sendSlack } from "./slack/slack";
import { sendTelegram } from "./telegram/telegram";
import { sendWebhook } from "./webhook/webhook";

const senders: { [Type in ChannelType]: Sender<Type> } = {
  slack: sendSlack,
  discord: sendDiscord,
  ntfy: sendNtfy,
  gotify: sendGotify,
  telegram: sendTelegram,
  pushover: sendPushover,
  email: sendEmail,
  apprise: sendApprise,
  webhook: sendWebhook,
};

/** A channel with its settings in the clear. */
export type OpenChannel = {
  [Type in ChannelType]: { type: Type; settings: ChannelSettings[Type] };
}[ChannelType];

/** Makes one attempt. Does not throw: what went wrong is in the result. */
export function sendTo<Type extends ChannelType>(
  channel: { type: Type; settings: ChannelSettings[Type] },
  outgoing: Outgoing,
  limits: SendLimits,
): Promise<SendResult> {
  return senders[channel.type](channel.settings, { ...outgoing, message: inLines(outgoing.message) }, limits);
}
