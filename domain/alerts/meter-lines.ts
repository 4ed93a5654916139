import { ruleFor, type Thresholds } from "./thresholds";

/** Where a share of 0 to 100 becomes high, and where critical; null is a line that is off. */
export type MeterLines = readonly [high: number | null, critical: number | null];

type MeterSubject = Parameters<typeof ruleFor>[1];

/** The lines that hold for one subject of one server, on a meter. Load is a share of its cores there. */
export function meterLines(thresholds: Thresholds, subject: MeterSubject): MeterLines {
  const rule = ruleFor(thresholds, subject);
  const scale = subject.alertType === "load" ? 100 : 1;
  const line = (at: number | null | undefined) => (at == null ? null : at * scale);
  return [line(rule?.high), line(rule?.critical)];
}

/** The lines of a server that has none of its own. */
export function usualLines(thresholds: Thresholds, alertType: MeterSubject["alertType"]): MeterLines {
  return meterLines({ ...thresholds, servers: {} }, { serverId: "", alertType, subject: "" });
}

export function isSameLines(a: MeterLines, b: MeterLines): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
