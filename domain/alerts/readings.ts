import type { Heartbeat } from "../heartbeats/heartbeat";
import { percentUsed } from "../metrics/filesystem";

export type MetricAlertType = "cpu" | "memory" | "disk" | "load";

/** One figure of a heartbeat that a rule may judge. */
export type SubjectReading = { alertType: MetricAlertType; subject: string; value: number };

/**
 * What a heartbeat says to the rules. A missing figure says nothing. The disk without a name is what the agent calls the
 * disk, or the root filesystem; every other filesystem stands for itself. Load is per core, and unknown without cores.
 */
export function readingsOf(heartbeat: Heartbeat, cpuCores: number | null): SubjectReading[] {
  const { metrics } = heartbeat;
  const filesystems = heartbeat.filesystems ?? [];
  const root = filesystems.find(({ mount_point }) => mount_point === "/");
  const disk = metrics?.disk_percent ?? (root === undefined ? null : percentUsed(root));
  const cores = heartbeat.cpu_info?.cpu_cores ?? cpuCores;
  const load = metrics?.load_5m == null || cores == null || cores === 0 ? null : metrics.load_5m / cores;
  const readings: SubjectReading[] = [];
  const add = (alertType: MetricAlertType, subject: string, value: number | null | undefined) => {
    if (value != null) readings.push({ alertType, subject, value });
  };
  add("cpu", "", metrics?.cpu_percent);
  add("memory", "", metrics?.memory_percent);
  add("disk", "", disk);
  for (const filesystem of filesystems) {
    // A mount named twice is judged once: the later entry is what is mounted on top.
    if (filesystem !== root && isNameable(filesystem.mount_point))
      add("disk", filesystem.mount_point, percentUsed(filesystem));
  }
  add("load", "", load);
  return readings;
}

/** Longer than the database takes as a subject. */
function isNameable(mountPoint: string): boolean {
  return mountPoint.length <= 300 && mountPoint !== "/";
}
