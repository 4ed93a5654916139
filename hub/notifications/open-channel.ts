import type { Database } from "../../db/client";
import type { ChannelRecord } from "../../db/queries/notifications";
import { HubError } from "../../domain/hub-error";
import { channelSettings } from "../../domain/notifications/channel-settings";
import { decryptSecret, isEncryptedSecret } from "./channel-secrets";
import type { OpenChannel } from "./channels/senders";

/** A channel with its settings in the clear, for the moment of sending. Throws HubError `unavailable` where they cannot be read. */
export function openChannel(
  db: Database,
  channel: Pick<ChannelRecord, "name" | "type" | "settings">,
): OpenChannel {
  const stored = JSON.parse(channel.settings) as Record<string, unknown>;
  const clear = Object.fromEntries(
    Object.entries(stored).map(([setting, value]) => [
      setting,
      isEncryptedSecret(value) ? decryptSecret(db, value, { channel: channel.name, setting }) : value,
    ]),
  );
  const result = channelSettings[channel.type].safeParse(clear);
  if (result.success) return { type: channel.type, settings: result.data } as OpenChannel;
  const what = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new HubError("unavailable", `The settings of channel '${channel.name}' are not usable: ${what}`, {
    hint: "Set them anew.",
  });
}
