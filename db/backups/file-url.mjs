import path from "node:path";

/** The path behind a `file:` URL, as libSQL understands it; null for a server's address. */
export function localFileOf(url) {
  if (!url.startsWith("file:")) return null;
  const encoded = url
    .slice("file:".length)
    .replace(/^\/\/(localhost)?(?=\/)/, "")
    .replace(/[?#].*$/s, "");
  return path.resolve(decodeURIComponent(encoded));
}

/** The `file:` URL of a path, also where a directory is called `100% sure?`. */
export function fileUrl(file) {
  return `file:${file.replace(/[%?#]/g, encodeURIComponent)}`;
}
