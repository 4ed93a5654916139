import { readFileSync } from "node:fs";
import path from "node:path";
import { standalone } from "../scripts/build.mjs";

const manifest = <T>(file: string): T =>
  JSON.parse(readFileSync(path.join(standalone, ".next", file), "utf8")) as T;

/** What Next itself serves beside the pages, none of it with anything of the hub in it. */
const ofNext = ["/_not-found", "/_global-error"];
const built = Object.entries(manifest<Record<string, string>>("app-path-routes-manifest.json")).filter(
  ([, address]) => !ofNext.includes(address),
);
export const builtPages = built.filter(([file]) => file.endsWith("/page")).map(([, address]) => address);
export const builtRoutes = built.filter(([file]) => file.endsWith("/route")).map(([, address]) => address);

export type Action = { id: string; name: string; page: string };
type Reference = { filename: string; exportedName: string; workers: Record<string, unknown> };
export const builtActions: Action[] = Object.entries(
  manifest<{ node: Record<string, Reference> }>("server/server-reference-manifest.json").node,
).map(([id, { filename, exportedName, workers }]) => {
  // An action of the bar is also one of the page that stands where there is none.
  const worker = Object.keys(workers).find((each) => !ofNext.some((page) => each.includes(page))) ?? "";
  const page = worker.replace(/^app|\/page$|\/\([^)]*\)/g, "");
  return { id, name: `${filename.replace(/^app\//, "")} ${exportedName}`, page: page || "/" };
});
