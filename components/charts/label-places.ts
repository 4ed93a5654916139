/**
 * Where labels go that want to stand at `wanted` and must be `distance` apart, between `low` and `high`: each as near as the others let it,
 * in the same order. Where there is no room for all, they overlap at the end.
 */
export function labelPlaces(
  wanted: readonly number[],
  { distance, low, high }: { distance: number; low: number; high: number },
): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  const places = new Array<number>(wanted.length).fill(low);
  let least = low;
  for (const { y, index } of order) {
    places[index] = Math.max(y, least);
    least = (places[index] ?? low) + distance;
  }
  // What was pushed out at the foot pushes back.
  let most = high;
  for (const { index } of order.reverse()) {
    places[index] = Math.max(low, Math.min(places[index] ?? low, most));
    most = (places[index] ?? low) - distance;
  }
  return places;
}
