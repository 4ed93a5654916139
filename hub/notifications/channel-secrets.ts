import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { keyFileOf, makeKey, readKey } from "../system/key-file";

const encryptedSchema = z.strictObject({ encrypted: z.string().regex(/^v1(:[\w-]*){3}$/) });
export type EncryptedSecret = z.output<typeof encryptedSchema>;

/*
 * Secret settings of channels are stored encrypted, AES-256-GCM, so that a copy of the database is not the key to somebody's
 * chat: the key is in a file beside it (hub/system/key-file.ts).
 */

/** What names the place of a secret: a cipher text that is moved to another place is not readable there. */
export type SecretPlace = { channel: string; setting: string };

/** The value encrypted. Makes the key at first need, but not in place of one that is lost (`hasSecrets`). */
export function encryptSecret(
  db: Database,
  secret: { value: string; place: SecretPlace; hasSecrets: boolean },
): EncryptedSecret {
  const key = readKey(db) ?? (secret.hasSecrets ? lostKey(db) : makeKey(db));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(placeBytes(secret.place));
  const text = Buffer.concat([cipher.update(secret.value, "utf8"), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString("base64url"));
  return { encrypted: ["v1", ...parts].join(":") };
}

/** The value in the clear. Throws HubError `unavailable` where the key is missing or is another one. */
export function decryptSecret(db: Database, secret: EncryptedSecret, place: SecretPlace): string {
  const key = readKey(db) ?? lostKey(db);
  const [, nonce = "", tag = "", text = ""] = secret.encrypted.split(":");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), {
      authTagLength: 16,
    })
      .setAAD(placeBytes(place))
      .setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString(
      "utf8",
    );
  } catch (error) {
    throw new HubError(
      "unavailable",
      `The secrets of channel '${place.channel}' were encrypted with another key`,
      {
        hint: `Put the key file that belongs to this database at ${keyFileOf(db)}, or give the channel its secrets anew.`,
        cause: error,
      },
    );
  }
}

export function isEncryptedSecret(value: unknown): value is EncryptedSecret {
  return encryptedSchema.safeParse(value).success;
}

function placeBytes({ channel, setting }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([channel, setting]));
}

function lostKey(db: Database): never {
  throw new HubError("unavailable", "The key file of the channels' secrets is missing", {
    hint: `Put it back at ${keyFileOf(db)}. If it is lost, remove the channels that have secrets and make them anew.`,
  });
}
