import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { Refusal, root } from "./build.mjs";

/**
 * Loads `.env` beside package.json (what is set already wins), makes paths absolute, because the server changes its
 * directory, and returns where to listen. hub-config.ts judges all other values.
 */
export function readEnvironment({ envFile }) {
  const file = path.join(root, ".env");
  if (envFile && existsSync(file)) process.loadEnvFile(file);
  // An empty value means "not set", as in hub-config.ts.
  const given = (name) => process.env[name] || undefined;

  process.env.DATABASE_URL = absoluteFileUrl(given("DATABASE_URL") ?? "file:./data/homelab.db");
  for (const name of ["HOMELAB_CLOCK_OFFSET_FILE", "HOMELAB_BACKUP_DIRECTORY"]) {
    const place = given(name);
    if (place !== undefined) process.env[name] = path.resolve(place);
  }

  const host = given("HOST") ?? everyAddress();
  const port = Number(given("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT=${given("PORT")} is not a port. Set it to a whole number from 1 to 65535.`);
  }
  process.env.PORT = String(port);
  return { host, port };
}

/** IPv6's every address takes IPv4 as well; a machine without IPv6 does not know it. */
function everyAddress() {
  const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
    addresses.some(({ family }) => family === "IPv6"),
  );
  return hasIpv6 ? "::" : "0.0.0.0";
}

/** A browser on this machine finds the hub there, whichever address it listens on. */
export function addressHere(host) {
  return ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
}

/** The same rule as in hub-config.ts: relative to the directory in which the hub was started. */
function absoluteFileUrl(url) {
  if (!url.startsWith("file:") || url.startsWith("file:/") || url.startsWith("file::memory:")) return url;
  const [file = "", query] = url.slice("file:".length).split("?");
  // The file is written as in a URL already, the directory is not.
  return `file:${path.resolve(asInUrl(process.cwd()), file)}${query === undefined ? "" : `?${query}`}`;
}

/** The `file:` URL of a path. */
export function fileUrl(file) {
  return `file:${asInUrl(path.resolve(file))}`;
}

/** A directory may well be called `100% sure?`. */
function asInUrl(file) {
  return file.replaceAll(/[%?#]/g, encodeURIComponent);
}
