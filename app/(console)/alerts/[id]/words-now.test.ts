import { expect, test } from "vitest";
import type { AlertRecord } from "@/db/queries/alerts";
import { testAlert, testNow } from "../testing";
import { type CauseNow, sentenceNow, titleNow } from "./words-now";

const HOUR = 3_600_000;

const causeNow = (change: Partial<CauseNow> = {}): CauseNow => ({
  value: null,
  line: null,
  clear: null,
  silentMs: 0,
  servicesExpected: 0,
  service: null,
  ...change,
});

/** Opened high at 92.6 %, critical by now: its title and its message still say how it began. */
const risen = testAlert({
  title: "nas: disk /mnt/tank at 92.6 %",
  message: "Disk /mnt/tank is at 92.6 %, at or above the line of 80.0 %.",
  actualValue: 92.6,
  peakValue: 96.2,
});

test("an alert that got worse is told as it is, not as it opened", () => {
  const cause = causeNow({ value: 96.2, line: 95, clear: 78 });
  expect(titleNow(risen, cause)).toBe("NAS: disk /mnt/tank at 96.2 %");
  expect(sentenceNow(risen, cause)).toBe("Disk /mnt/tank is at 96.2 %, at or above the line of 95 %.");
});

const over = { status: "resolved", resolvedAt: testNow } as const;
const unit = { subject: "nginx.service", thresholdValue: null, actualValue: null };

test.each<[string, Partial<AlertRecord>, Partial<CauseNow>, string, string]>([
  [
    "lowered to high",
    { severity: "high", peakValue: 97.14 },
    { value: 92, line: 80, clear: 78 },
    "NAS: disk /mnt/tank at 92.0 %",
    "Disk /mnt/tank is at 92.0 %, at or above the line of 80 %. The worst was 97.1 %.",
  ],
  [
    "between its line and where it clears",
    { severity: "high", thresholdValue: 80 },
    { value: 79, line: 80, clear: 78 },
    "NAS: disk /mnt/tank at 79.0 %",
    "Disk /mnt/tank is at 79.0 %, below the line of 80 % again but not yet below 78 %, where it clears. The worst was 96.2 %.",
  ],
  [
    "its first clear sample of two",
    { alertType: "cpu", subject: "", thresholdValue: 85, actualValue: 91 },
    { value: 20, line: 85, clear: 80 },
    "NAS: CPU at 20.0 %",
    "CPU is at 20.0 %, below the line of 85 % again. The worst was 91.0 %.",
  ],
  [
    "stale",
    { staleAt: testNow },
    { value: 96.2, line: 95 },
    "NAS: disk /mnt/tank was at 96.2 %",
    "Disk /mnt/tank was at 96.2 % when it was last heard of, at or above the line of 95 %.",
  ],
  [
    "over",
    { ...over, peakValue: 98 },
    { value: 41, line: 95 },
    "NAS: disk /mnt/tank was at 98.0 %",
    "Disk /mnt/tank was at 98.0 % at worst, at or above the line of 95 %.",
  ],
  [
    "load per core",
    { alertType: "load", subject: "", actualValue: 2.5, thresholdValue: 2 },
    { value: 3, line: 2, clear: 1.5 },
    "NAS: load at 3.00",
    "Load is at 3.00 per core, at or above the line of 2.00.",
  ],
  [
    "silent for three days",
    { alertType: "offline", subject: "", thresholdValue: 180, actualValue: null },
    { silentMs: 73 * HOUR, servicesExpected: 5 },
    "NAS: offline",
    "No heartbeat for 3d 1h, 5 services not known.",
  ],
  [
    "heard of again",
    { ...over, alertType: "offline", subject: "", actualValue: null },
    { silentMs: 2000 },
    "NAS: was offline",
    "No heartbeat came while it lasted.",
  ],
  [
    "failed first, stopped by now",
    { ...unit, alertType: "service_down", title: "NAS: nginx.service failed" },
    { service: { status: "stopped", statusReason: "inactive", exitStatus: 0 } },
    "NAS: nginx.service stopped",
    "nginx.service is stopped (inactive).",
  ],
  [
    "down when its server was last heard of",
    { ...unit, alertType: "service_down", staleAt: testNow },
    { service: { status: "unknown", statusReason: "no word of it since then", exitStatus: null } },
    "NAS: nginx.service was down",
    "nginx.service was down when it was last heard of.",
  ],
  [
    "down in a last word that ran out",
    { ...unit, alertType: "service_down" },
    { service: { status: "unknown", statusReason: "no word of it since then", exitStatus: null } },
    "NAS: nginx.service was down",
    "nginx.service was down when it was last heard of.",
  ],
  [
    "running again",
    { ...over, ...unit, alertType: "service_down" },
    { service: { status: "running", statusReason: null, exitStatus: null } },
    "NAS: nginx.service was down",
    "nginx.service was down.",
  ],
  [
    "not known",
    { ...unit, alertType: "service_unknown" },
    { service: { status: "unknown", statusReason: "not found", exitStatus: null } },
    "NAS: nginx.service not known",
    "Nothing is known of nginx.service (not found).",
  ],
  [
    "restarts",
    { ...unit, alertType: "service_restarts", actualValue: 3, peakValue: 5 },
    { value: 4 },
    "NAS: nginx.service restarts again and again",
    "nginx.service restarts again and again: 5 times within ten minutes at worst.",
  ],
  [
    "filling up",
    { alertType: "capacity", actualValue: 11.6, thresholdValue: 14 },
    { value: 9.2, line: 14 },
    "NAS: disk /mnt/tank may be full in 9.2 d",
    "Disk /mnt/tank may be full in 9.2 d if it goes on filling as it does; that is the early end of the range, and the line is 14 d.",
  ],
])("says what is: %s", (_name, alert, cause, title, sentence) => {
  const record = testAlert(alert);
  expect(titleNow(record, causeNow(cause))).toBe(title);
  expect(sentenceNow(record, causeNow(cause))).toBe(sentence);
});
