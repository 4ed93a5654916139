import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";

const KEY_BYTES = 32;

/**
 * The hub's own key is in a file beside the database, `<database>.key`, 0600; for a database on a server in
 * `data/homelab.key` where the hub was started. Whoever moves the database moves it along; a backup is better off without it.
 */
export function keyFileOf(db: Database): string {
  const { localFile } = db.capabilities;
  if (localFile !== null) return `${localFile}.key`;
  // Next's own server changes into its build, which the next build deletes.
  const [directory = ""] = process.cwd().split(`${path.sep}.next${path.sep}standalone`);
  return path.join(/*turbopackIgnore: true*/ directory, "data", "homelab.key");
}

/** The key, or null where there is none yet. Throws HubError `unavailable` where the file is there and of no use. */
export function readKey(db: Database): Buffer | null {
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
    hint: "Restore it from a copy. Without one: delete it, give the channels their secrets and people their second factors anew.",
  });
}

/** Makes the key. Another hub may make it at the same moment: a file that is there already, whole, is the key. */
export function makeKey(db: Database): Buffer {
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
  const made = readKey(db);
  if (made !== null) return made;
  throw new HubError("unavailable", `The key file ${file} was deleted while it was made`);
}
