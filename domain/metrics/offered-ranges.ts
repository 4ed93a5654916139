import { type RangeName, rangeNames, spanOfRange } from "./range";

/** The ranges with whether there is history for them: a range is worth asking for where the one before it does not show everything yet. */
export function offeredRanges(
  now: number,
  firstSampleAt: number | null,
): { range: RangeName; isOffered: boolean }[] {
  return rangeNames.map((range, index) => {
    const shorter = rangeNames[index - 1];
    const isOffered =
      range === "all" ||
      shorter === undefined ||
      (firstSampleAt !== null && firstSampleAt < spanOfRange(shorter, now, firstSampleAt).from);
    return { range, isOffered };
  });
}
