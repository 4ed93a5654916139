const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The parts of an instant as a wall clock shows them, `offsetMinutes` east of UTC. */
export function civilTime(at: number, offsetMinutes: number) {
  const shifted = new Date(at + offsetMinutes * 60_000);
  const iso = shifted.toISOString();
  const month = MONTHS[shifted.getUTCMonth()] ?? "";
  return {
    clock: iso.slice(11, 16),
    clockWithSeconds: iso.slice(11, 19),
    day: `${shifted.getUTCDate()} ${month}`,
    month,
    year: String(shifted.getUTCFullYear()),
  };
}
