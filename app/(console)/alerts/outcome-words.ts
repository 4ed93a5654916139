import type { AcknowledgeOutcome } from "@/hub/alerts/acknowledge-alert";
import type { ResolveOutcome } from "@/hub/alerts/resolve-alert";

/** What became of the selected alerts: "2 acknowledged, 1 was resolved already." Losing a race is said, not hidden. */
export function outcomeWords(
  outcomes: (AcknowledgeOutcome | ResolveOutcome)[],
  deed: "acknowledge" | "resolve",
): string {
  const count = (outcome: AcknowledgeOutcome | ResolveOutcome) =>
    outcomes.filter((each) => each === outcome).length;
  const were = (n: number) => `${n} ${n === 1 ? "was" : "were"}`;
  const done = deed === "acknowledge" ? "acknowledged" : "resolved";
  const over = deed === "acknowledge" ? count("resolved") : 0;
  const parts = [
    count(done) > 0 ? `${count(done)} ${done}` : "",
    count("unchanged") > 0 ? `${were(count("unchanged"))} ${done} already` : "",
    over > 0 ? `${were(over)} resolved already` : "",
    count("not_found") > 0 ? `${were(count("not_found"))} gone` : "",
  ].filter((part) => part !== "");
  return `${parts.join(", ")}.`;
}
