import { z } from "zod";
import type { Database } from "../../db/client";
import type { Severity } from "../../domain/alerts/alert";
import type { FieldFault } from "../../domain/hub-error";
import { channelSettings, isSecretSetting, MASK } from "../../domain/notifications/channel-settings";
import type { ChannelType } from "../../domain/notifications/notification";
import type { ChannelUpdate } from "../../domain/notifications/notifications-config";
import { encryptSecret, isEncryptedSecret } from "./channel-secrets";

export type StoredChannel = {
  id: number;
  name: string;
  type: ChannelType;
  isEnabled: boolean;
  minSeverity: Severity;
  settings: Record<string, unknown>;
};

export type ChangedChannel = Omit<StoredChannel, "id">;

/**
 * The channel that an update makes of the one of its name, or of none; its secrets are encrypted, those that were sent as
 * `***` are the stored ones. Or the faults of the update, with paths below the channel.
 */
export function changedChannel(
  db: Database,
  options: { update: ChannelUpdate; before: StoredChannel | undefined; hasSecrets: boolean },
): { channel: ChangedChannel } | { faults: FieldFault[] } {
  const { update, before } = options;
  const type = update.type ?? before?.type;
  if (type === undefined) return { faults: [{ path: "type", message: "must be given for a new channel" }] };
  const isSameType = before?.type === type;
  if (update.settings === undefined && !isSameType) {
    return { faults: [{ path: "settings", message: `must be given for a channel of type ${type}` }] };
  }
  const known = isSameType ? before.settings : {};
  const changed =
    update.settings === undefined
      ? { settings: known }
      : changedSettings(db, { ...options, type, given: update.settings, known });
  if ("faults" in changed) return changed;
  return {
    channel: {
      name: update.name,
      type,
      isEnabled: update.enabled ?? before?.isEnabled ?? true,
      minSeverity: update.min_severity ?? before?.minSeverity ?? "low",
      settings: changed.settings,
    },
  };
}

function changedSettings(
  db: Database,
  options: {
    type: ChannelType;
    update: ChannelUpdate;
    given: Record<string, unknown>;
    known: Record<string, unknown>;
    hasSecrets: boolean;
  },
): { settings: Record<string, unknown> } | { faults: FieldFault[] } {
  const { type, update, given, known, hasSecrets } = options;
  const kept = Object.keys(given).filter((key) => given[key] === MASK && isSecretSetting(type, key));
  const unknown = kept.filter((key) => known[key] === undefined);
  if (unknown.length > 0) {
    return {
      faults: unknown.map((key) => ({
        path: `settings.${key}`,
        message: "is not stored yet: send the secret itself",
      })),
    };
  }
  // What is kept was valid when it was stored, and is not decrypted to be looked at again.
  const whole: z.ZodObject = channelSettings[type];
  const schema = whole.extend(Object.fromEntries(kept.map((key) => [key, z.undefined().optional()])));
  const result = schema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([key]) => !kept.includes(key))),
  );
  if (!result.success) {
    return {
      faults: result.error.issues.map(({ path, message }) => ({
        path: ["settings", ...path].join("."),
        message,
      })),
    };
  }
  const settings = Object.entries(result.data).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    if (!isSecretSetting(type, key)) return [[key, value]];
    const place = { channel: update.name, setting: key };
    return [[key, encryptSecret(db, { value: String(value), place, hasSecrets })]];
  });
  return {
    settings: {
      ...Object.fromEntries(settings),
      ...Object.fromEntries(kept.map((key) => [key, known[key]])),
    },
  };
}

export function hasSecret(channel: StoredChannel): boolean {
  return Object.values(channel.settings).some(isEncryptedSecret);
}
