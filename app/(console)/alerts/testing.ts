import type { AlertRecord } from "@/db/queries/alerts";

/** 21 November 2026, 09:30 UTC. */
export const testNow = Date.UTC(2026, 10, 21, 9, 30);

/** An open alert about a disk, opened an hour ago, with what the test says about it. */
export function testAlert(change: Partial<AlertRecord> = {}): AlertRecord {
  return {
    id: 7,
    serverId: "nas",
    serverName: "NAS",
    alertType: "disk",
    subject: "/mnt/tank",
    severity: "critical",
    status: "open",
    title: "NAS: disk /mnt/tank at 96.2 %",
    message: null,
    thresholdValue: 95,
    actualValue: 96.2,
    peakValue: null,
    createdAt: testNow - 3_600_000,
    acknowledgedAt: null,
    acknowledgedBy: null,
    staleAt: null,
    resolvedAt: null,
    autoResolved: false,
    updatedAt: testNow,
    ...change,
  };
}
