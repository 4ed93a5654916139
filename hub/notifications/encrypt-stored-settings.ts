import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { isSecretSetting } from "../../domain/notifications/channel-settings";
import type { ChannelType } from "../../domain/notifications/notification";
import { encryptSecret, isEncryptedSecret } from "./channel-secrets";

/**
 * Encrypts what an earlier version stored in the clear and this one holds secret, at every start; what is encrypted stays as it
 * is. Answers the names of the channels that changed. Where the key file is lost nothing changes, and sending says so.
 */
export async function encryptStoredSettings(db: Database): Promise<string[]> {
  return db.transact(async (read, commit) => {
    const result = await read("SELECT id, name, type, settings FROM notification_channels ORDER BY id");
    const channels = result.rows.map(
      (row): Channel => ({
        id: Number(row.id),
        name: String(row.name),
        type: row.type as ChannelType,
        settings: JSON.parse(String(row.settings)),
      }),
    );
    const hasSecrets = channels.some(({ settings }) => Object.values(settings).some(isEncryptedSecret));
    const open = channels.filter(({ type, settings }) =>
      Object.entries(settings).some(([key, value]) => isClearSecret(type, key, value)),
    );
    if (open.length === 0) return [];
    const encrypted = open.flatMap((channel) => encryptedOf(db, channel, hasSecrets));
    if (encrypted.length > 0) await commit(encrypted);
    return encrypted.length > 0 ? open.map(({ name }) => name) : [];
  });
}

type Channel = { id: number; name: string; type: ChannelType; settings: Record<string, unknown> };

function encryptedOf(
  db: Database,
  { id, name, type, settings }: Channel,
  hasSecrets: boolean,
): InStatement[] {
  const encrypt = ([setting, value]: [string, unknown]) =>
    isClearSecret(type, setting, value)
      ? [setting, encryptSecret(db, { value: String(value), place: { channel: name, setting }, hasSecrets })]
      : [setting, value];
  try {
    const closed = Object.fromEntries(Object.entries(settings).map(encrypt));
    return [
      {
        sql: "UPDATE notification_channels SET settings = ? WHERE id = CAST(? AS INTEGER)",
        args: [JSON.stringify(closed), id],
      },
    ];
  } catch (error) {
    if (error instanceof HubError && error.code === "unavailable") return [];
    throw error;
  }
}

function isClearSecret(type: ChannelType, key: string, value: unknown): boolean {
  return typeof value === "string" && isSecretSetting(type, key);
}
