import { expect, test } from "vitest";
import { type Heartbeat, heartbeatSchema } from "../heartbeats/heartbeat";
import { readingsOf } from "./readings";

const heartbeat = (change: Record<string, unknown>): Heartbeat =>
  heartbeatSchema.parse({
    server_id: "nas",
    hostname: "nas",
    timestamp: "2026-11-21T09:30:00Z",
    metrics: {},
    ...change,
  });
const said = (change: Record<string, unknown>, cpuCores: number | null = null) =>
  readingsOf(heartbeat(change), cpuCores).map(({ alertType, subject, value }) =>
    [alertType, ...(subject === "" ? [] : [subject]), value].join(" "),
  );

test.each<[sentence: string, change: Record<string, unknown>, expected: string[]]>([
  ["a heartbeat without figures says nothing", {}, []],
  [
    "null says nothing",
    { metrics: { cpu_percent: null, memory_percent: null, disk_percent: null, load_5m: null } },
    [],
  ],
  ["nought is a figure", { metrics: { cpu_percent: 0 } }, ["cpu 0"]],
  [
    "each figure is a reading",
    { metrics: { cpu_percent: 1, memory_percent: 2, disk_percent: 3 } },
    ["cpu 1", "memory 2", "disk 3"],
  ],
  ["the root filesystem is the disk", { filesystems: [{ mount_point: "/", percent: 40 }] }, ["disk 40"]],
  [
    "what the agent calls the disk wins over the root filesystem",
    { metrics: { disk_percent: 41 }, filesystems: [{ mount_point: "/", percent: 40 }] },
    ["disk 41"],
  ],
  [
    "every other filesystem stands for itself",
    {
      filesystems: [
        { mount_point: "/", percent: 40 },
        { mount_point: "/mnt/tank", percent: 96 },
      ],
    },
    ["disk 40", "disk /mnt/tank 96"],
  ],
  ["a filesystem whose share is not known says nothing", { filesystems: [{ mount_point: "/mnt/tank" }] }, []],
  [
    "a share is of what is used and available",
    { filesystems: [{ mount_point: "/mnt/tank", used_bytes: 90, available_bytes: 10, total_bytes: 200 }] },
    ["disk /mnt/tank 90"],
  ],
  [
    "a second root is not a filesystem of its own",
    { filesystems: ["/", "/"].map((mount_point) => ({ mount_point, percent: 4 })) },
    ["disk 4"],
  ],
  [
    "a name that the database would refuse is left out",
    { filesystems: [{ mount_point: `/${"m".repeat(300)}`, percent: 99 }] },
    [],
  ],
])("%s", (_sentence, change, expected) => {
  expect(said(change)).toEqual(expected);
});

test("load is per core: as the heartbeat says, or as was known before", () => {
  const metrics = { load_5m: 6 };
  expect(said({ metrics, cpu_info: { cpu_cores: 2 } }, 4)).toEqual(["load 3"]);
  expect(said({ metrics }, 4)).toEqual(["load 1.5"]);
  expect(said({ metrics })).toEqual([]);
  expect(said({ metrics }, 0)).toEqual([]);
});
