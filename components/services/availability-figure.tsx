import { formatNumber } from "@/domain/format/number";
import { type Availability, availabilityWords } from "@/domain/services/availability";
import { Figure } from "../ui/figure";

/** Half a per cent of a span unknown is the agent's own restarts; more is worth a word. */
const UNKNOWN_SHARE_SHOWN = 0.005;

/** `99.98 %`, and how much of the span nothing is known of, in a lighter ink and apart. */
export function AvailabilityFigure({ of, withUnknown = true }: { of: Availability; withUnknown?: boolean }) {
  const wholeMs = of.runningMs + of.downMs + of.unknownMs;
  const unknownShare = wholeMs === 0 ? 0 : of.unknownMs / wholeMs;
  const unknown = `${formatNumber(100 * unknownShare, unknownShare < 0.095 ? 1 : 0)} % unknown`;
  return (
    <span title={unknownShare > 0 ? unknown : undefined}>
      <Figure>{availabilityWords(of.percent)}</Figure>
      {withUnknown && unknownShare >= UNKNOWN_SHARE_SHOWN && of.percent !== null ? (
        <span className="text-faint"> · {unknown}</span>
      ) : null}
    </span>
  );
}
