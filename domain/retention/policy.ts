/**
 * What is kept for a while. `series_1h` are the hours of single filesystems, interfaces and sensors; their days are kept with
 * the tier `1d`.
 */
export const retentionTiers = [
  "raw",
  "5m",
  "1h",
  "1d",
  "snapshots",
  "series_1h",
  "service_status",
  "resolved_alerts",
] as const;
export type RetentionTier = (typeof retentionTiers)[number];

/** Null: for ever. */
export const retentionDaysDefault: Record<RetentionTier, number | null> = {
  raw: 14,
  "5m": 90,
  "1h": 730,
  "1d": null,
  snapshots: 14,
  series_1h: 90,
  service_status: 90,
  resolved_alerts: null,
};

export const RETENTION_DAYS_MAX = 36_500;
