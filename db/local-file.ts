import { statSync } from "node:fs";

export { fileUrl, localFileOf } from "./backups/file-url.mjs";

/**
 * Device and inode of a file, null where there is none: a changed pair means that it was deleted or replaced. Only
 * asks for the name; opening and closing the file here would drop SQLite's locks on it.
 */
export function fileIdentity(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
