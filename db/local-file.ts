import { statSync } from "node:fs";
import path from "node:path";

/** The path behind a `file:` URL, as libSQL understands it; null for a server's address. */
export function localFileOf(url: string): string | null {
  if (!url.startsWith("file:")) return null;
  const encoded = url
    .slice("file:".length)
    .replace(/^\/\/(localhost)?(?=\/)/, "")
    .replace(/[?#].*$/s, "");
  return path.resolve(decodeURIComponent(encoded));
}

/** The `file:` URL of a path, also where a directory is called `100% sure?`. */
export function fileUrl(file: string): string {
  return `file:${file.replace(/[%?#]/g, encodeURIComponent)}`;
}

/**
 * Device and inode of a file, null where there is none: a changed pair means that it was deleted or replaced. Only
 * asks for the name; opening and closing the file here would drop SQLite's locks on it.
 */
export function fileIdentity(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
