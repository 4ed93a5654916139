import { hkdfSync } from "node:crypto";
import type { Database } from "../../db/client";
import { hubConfig } from "../../hub-config";
import { makeKey, readKey } from "../system/key-file";

/**
 * What cookies are signed and second factors are encrypted with: HOMELAB_AUTH_SECRET, else derived from the hub's own key file,
 * so that a copy of the database signs nobody in. Several hubs on one database need the same one.
 */
export function authSecret(db: Database): string {
  const given = hubConfig().authSecret;
  if (given !== undefined) return given;
  const key = readKey(db) ?? makeKey(db);
  return Buffer.from(hkdfSync("sha256", key, "", "homelabcmd people", 32)).toString("base64url");
}
