import type { Platform, ShippedPackage } from "@/domain/system/packages";

export const NOT_STATED = "not stated";

/** How many packages there are, and under which licences, the most common first. */
export function licencesSentence(packages: ShippedPackage[], platform: Platform): string {
  const counts = new Map<string, number>();
  for (const { licence } of packages) {
    const words = licence ?? NOT_STATED;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  // What is not stated is no licence: it stands at the end, however much there is of it.
  const parts = [...counts]
    .sort(
      ([a, of], [b, than]) =>
        Number(a === NOT_STATED) - Number(b === NOT_STATED) || than - of || a.localeCompare(b, "en"),
    )
    // A line that ended in a number would have it belong to what stands before.
    .map(([words, count]) => `${count}\u00a0${words}`);
  const noun = packages.length === 1 ? "package" : "packages";
  return `On ${platformWords(platform)} it runs on ${packages.length} ${noun} by others: ${parts.join(", ")}.`;
}

function platformWords({ os, cpu, libc }: Platform): string {
  return `${os} ${cpu}${libc === null ? "" : ` with ${libc}`}`;
}
