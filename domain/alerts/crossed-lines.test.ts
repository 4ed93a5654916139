import { expect, test } from "vitest";
import type { Severity } from "./alert";
import { linesOf } from "./crossed-lines";
import { thresholdsDefault } from "./thresholds";

const tank = {
  severity: "critical" as Severity,
  thresholdValue: 95 as number | null,
  alertType: "disk" as "disk" | "offline",
  serverId: "nas",
  subject: "/mnt/tank",
};
const alertWith = (change: Partial<typeof tank> = {}) => ({ ...tank, ...change });

const opened = (severity: Severity) => ({ kind: "opened", severity }) as const;
const escalated = { kind: "escalated", severity: "critical" } as const;

const high = (value: number) => ({ severity: "high", value }) as const;
const critical = { severity: "critical", value: 95 } as const;

test.each([
  ["as it opened", alertWith({ severity: "high", thresholdValue: 82 }), [opened("high")], [high(82)], 82],
  ["critical from the beginning", alertWith(), [opened("critical")], [critical], 95],
  [
    "raised: the rule knows the line that opened it",
    alertWith(),
    [opened("high"), escalated],
    [high(80), critical],
    95,
  ],
  [
    "raised and lowered again",
    alertWith({ severity: "high" }),
    [opened("high"), escalated, { kind: "deescalated", severity: "high" } as const],
    [high(80), critical],
    80,
  ],
  [
    "what has no line",
    alertWith({ alertType: "offline", thresholdValue: null }),
    [opened("critical")],
    [],
    null,
  ],
])("the lines of an alert: %s", (_name, alert, events, crossed, present) => {
  expect(linesOf(alert, events, thresholdsDefault)).toMatchObject({ crossed, present });
});
