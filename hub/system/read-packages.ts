import { type Platform, type ShippedPackage, shippedPackages } from "../../domain/system/packages";
// Becomes a part of the build, so that the list is of what was built, wherever the build is taken.
import lock from "../../package-lock.json" with { type: "json" };

/** Needed to build only, but its base styles are in the style sheet that browsers get. */
const COPIED = ["tailwindcss"];
/** Asked for by Next.js to shrink images; next.config.ts leaves it out of what is built, with the libraries that it brings. */
const LEFT_OUT = ["sharp"];

/** The packages by others that the hub runs on, on the machine it runs on. */
export function readPackages(): { platform: Platform; packages: ShippedPackage[] } {
  const platform = { os: process.platform, cpu: process.arch, libc: libcOf() };
  return { platform, packages: shippedPackages(lock, platform, { copied: COPIED, leftOut: LEFT_OUT }) };
}

type Report = { header: { glibcVersionRuntime?: string } };

/** Node tells by its report only: with glibc its version is in it. */
function libcOf(): string | null {
  if (process.platform !== "linux") return null;
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  // Else it would look up the name of every address that the hub has a connection to.
  report.excludeNetwork = true;
  try {
    return (report.getReport() as Report).header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  } finally {
    report.excludeNetwork = before;
  }
}
