/** A machine of the demo's fleet: what it is and how it behaves. Shares are 0..1 of what they are a share of. */
export type Machine = {
  id: string;
  hostname: string;
  displayName: string | null;
  tags: string[];
  ipAddress: string;
  machineType: "server" | "workstation";
  machineCategory: string;
  tdpWatts: number;
  idleWatts: number;
  os: { distribution: string; version: string; kernel: string; architecture: string };
  cpu: { model: string; cores: number };
  /** Second of the minute in which it reports. */
  reportsAtSecond: number;
  cpuShare: Rhythm;
  memory: { totalMb: number; usedShare: Rhythm; swapTotalMb: number; swapUsedShare: number };
  jobs: Job[];
  filesystems: Filesystem[];
  interfaces: Interface[];
  sensors: Sensor[];
  containers: Container[];
  services: Service[];
  updates: { available: number; security: number };
  /** When it was switched off or cut off, in hours before the end, newest first. */
  outages: Outage[];
  /** Hours before the end of the boot that was running when the two weeks began. */
  bootedHoursAgo: number;
  /** On by day only. */
  isOffAtNight?: boolean;
  /** Silent since that many hours before the end. */
  goneForHours?: number;
};

/** By night, how much more by day, and how restless. */
export type Rhythm = { night: number; day: number; noise: number };

/** What comes back every night at the same time. */
export type Job = {
  startsAtHour: number;
  minutes: number;
  cpuShare: number;
  receivedBytesPerSecond: number;
  sentBytesPerSecond: number;
};

export type Filesystem = {
  mountPoint: string;
  device: string;
  type: string;
  totalGib: number;
  /** At the end of the two weeks. */
  usedShare: number;
  grownSharePerDay: number;
  /** Grows over the night's jobs and is cleaned up after a week: how much that is. */
  weeklySawShare?: number;
};

export type Interface = {
  name: string;
  receivedBytesPerSecond: number;
  sentBytesPerSecond: number;
  isUp: boolean;
  /** The night's jobs go through this one. */
  carriesJobs?: boolean;
};

export type Sensor = { name: string; label: string | null; idleCelsius: number; busyCelsius: number };
export type Container = {
  name: string;
  image: string;
  health?: string;
  cpuPercent: number;
  memoryMb: number;
};
export type Service = {
  name: string;
  memoryMb: number;
  cpuPercent: number;
  /** Failed that many hours before the end, and nobody has looked yet. */
  failedForHours?: number;
  /** That many hours before the end it ended again and again, until somebody mended it. */
  loopedHoursAgo?: number;
  /** Somebody would get up for it. */
  isCritical?: boolean;
};
export type Outage = { hoursAgo: number; minutes: number };
