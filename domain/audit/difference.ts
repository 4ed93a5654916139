export type Difference = { path: string; before: unknown; after: unknown };

/**
 * What differs between two documents, one entry a place: objects are compared by their keys at every depth, anything else
 * (a list, too) as a whole. A place that one of them does not have is `undefined` there.
 */
export function listDifferences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      listDifferences(before[key], after[key], path === "" ? key : `${path}.${key}`),
    );
  }
  // What has just been made or is gone is listed by its parts, too.
  if (before === undefined || before === null) {
    const parts = isObject(after) ? Object.entries(after) : [];
    if (parts.length > 0) return listDifferences({}, after, path);
  }
  if (after === undefined || after === null) {
    const parts = isObject(before) ? Object.entries(before) : [];
    if (parts.length > 0) return listDifferences(before, {}, path);
  }
  return isEqual(before, after) ? [] : [{ path, before, after }];
}

/** Both documents without what is the same in them; null where all is. */
export function changedParts(before: unknown, after: unknown): { before: unknown; after: unknown } | null {
  if (!isObject(before) || !isObject(after)) return isEqual(before, after) ? null : { before, after };
  const parts = { before: {} as Record<string, unknown>, after: {} as Record<string, unknown> };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const changed = changedParts(before[key], after[key]);
    if (changed === null) continue;
    if (key in before) parts.before[key] = changed.before;
    if (key in after) parts.after[key] = changed.after;
  }
  return Object.keys(parts.before).length + Object.keys(parts.after).length === 0 ? null : parts;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && isEqual(one[key], other[key]))
  );
}
