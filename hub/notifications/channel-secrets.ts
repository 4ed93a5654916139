import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";

const KEY_BYTES = 32;
const encryptedSchema = z.strictObject({ encrypted: z.string().regex(/^v1(:[\w-]*){3}$/) });
export type EncryptedSecret = z.output<typeof encryptedSchema>;

/**
 * Secret settings of channels are stored encrypted, AES-256-GCM, so that a copy of the database is not the key to somebody's
 * chat. The key is in a file beside the database, `<database>.key`, 0600; for a database on a server in
 * `data/homelab.key` where the hub was started. Whoever moves the database moves it along; a backup is better off without it.
 */
export function keyFileOf(db: Database): string {
  const { localFile } = db.capabilities;
  if (localFile !== null) return `${localFile}.key`;
  // Next's own server changes into its build, which the next build deletes.
  const [directory = ""] = process.cwd().split(`${path.sep}.next${path.sep}standalone`);
  return path.join(/*turbopackIgnore: true*/ directory, "data", "homelab.key");
}

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

function readKey(db: Database): Buffer | null {
  const file = keyFileOf(db);
  let text: string;
  try {
    text = readFileSync(/*turbopackIgnore: true*/ file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new HubError("unavailable", `The key file ${file} cannot be read`, {
      hint: "Give it to the user that runs the hub, with the mode 0600.",
      cause: error,
    });
  }
  const key = Buffer.from(text.trim(), "base64url");
  if (key.byteLength === KEY_BYTES) return key;
  throw new HubError("unavailable", `The key file ${file} is damaged`, {
    hint: "Restore it from a copy. Without one: delete it, and give the channels their secrets anew.",
  });
}

/** Another hub may make it at the same moment: a file that is there already, whole, is the key. */
function makeKey(db: Database): Buffer {
  const file = keyFileOf(db);
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(/*turbopackIgnore: true*/ path.dirname(file), { recursive: true });
    writeFileSync(/*turbopackIgnore: true*/ unfinished, `${randomBytes(KEY_BYTES).toString("base64url")}\n`, {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw new HubError("unavailable", `The key file ${file} cannot be written`, {
        hint: "Check that the data directory is writable.",
        cause: error,
      });
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
  return readKey(db) ?? lostKey(db);
}

function lostKey(db: Database): never {
  throw new HubError("unavailable", "The key file of the channels' secrets is missing", {
    hint: `Put it back at ${keyFileOf(db)}. If it is lost, remove the channels that have secrets and make them anew.`,
  });
}
