import type { MeterLines } from "@/domain/alerts/meter-lines";
import type { SeriesKind } from "@/domain/metrics/chart";
import type { State } from "../ui/state-look";

/** Something that fills up, in words and figures. */
export type CapacityRow = {
  key: string;
  serverName: string;
  href: string;
  /** "/mnt/tank", "memory", "load". */
  what: string;
  series: SeriesKind;
  /** 0..100, of the newest day. */
  usedPercent: number | null;
  /** Where that share becomes high and critical. */
  lines: MeterLines;
  /** "3.1 of 3.6 TiB". */
  used: string;
  /** The share used day by day from the first that is known, null where one is missing. */
  days: (number | null)[];
  /** "+4.2 GiB". */
  perDay: string;
  /** "38–45 d", "flat", "not enough data". */
  forecast: string;
  /** Whether that is a date. */
  hasDate: boolean;
  /** Why there is none. */
  reason: string | null;
  /** Where it wants somebody. */
  mark: State | null;
};

export type GrowerRow = {
  key: string;
  serverName: string;
  href: string;
  what: string;
  perDay: string;
  perMonth: string;
};
