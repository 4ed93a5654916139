import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import type { Filesystem, Interface, Job, Machine, Rhythm } from "./machine";
import { Drift, randomStream, uuidOf } from "./random";

export const STEP_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A service that ends as soon as it runs, so often and so soon after one another. */
const LOOP_RESTARTS = 5;
const LOOP_MS = 100_000;
const EVENTFUL_MS = 20 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const GIB = 1024 ** 3;

type Span = { from: number; to: number };
type Counters = { received: number; sent: number };

/**
 * One machine of the demo, a minute at a time: `advance()` moves it on, `heartbeat()` says what its agent would post
 * now. The same machine and times give the same figures, always. It goes on after `end`, from then on without outages.
 */
export class SimulatedMachine {
  at: number;
  isOn = false;
  private readonly offSpans: Span[];
  private readonly random: () => number;
  private readonly cpuDrift: Drift;
  private readonly memoryDrift: Drift;
  private readonly networkDrift: Drift;
  private readonly counters: Map<string, Counters>;
  private bootedAt: number;
  private cpuShare = 0;
  private memoryShare = 0;
  private spike = 0;
  private load: [number, number, number] = [0, 0, 0];

  constructor(
    readonly machine: Machine,
    private readonly times: { start: number; end: number },
  ) {
    this.at = times.start + machine.reportsAtSecond * 1000 - STEP_MS;
    this.offSpans = offSpans(machine, times);
    this.random = randomStream(`${machine.id} spikes`);
    this.cpuDrift = new Drift(randomStream(`${machine.id} cpu`), 0.9);
    this.memoryDrift = new Drift(randomStream(`${machine.id} memory`), 0.995);
    this.networkDrift = new Drift(randomStream(`${machine.id} network`), 0.8);
    this.bootedAt = Math.min(times.end - machine.bootedHoursAgo * HOUR_MS, times.start);
    const secondsUp = (times.start - this.bootedAt) / 1000;
    this.counters = new Map(
      machine.interfaces.map((link) => [
        link.name,
        { received: link.receivedBytesPerSecond * secondsUp, sent: link.sentBytesPerSecond * secondsUp },
      ]),
    );
  }

  advance(): void {
    this.at += STEP_MS;
    const wasOn = this.isOn;
    const before = this.at - STEP_MS;
    // An outage may be shorter than a minute's step: what counts is whether one began since the last sample.
    const ended = this.offSpans.find(({ from, to }) => from > before && to <= this.at && from <= this.at);
    this.isOn = !this.offSpans.some(({ from, to }) => from <= this.at && this.at < to);
    if (this.isOn && (ended !== undefined || (!wasOn && this.at > this.times.start + STEP_MS))) this.boot();
    const activity = this.isOn ? dayCurve(this.at) : 0;
    this.advanceFigures(activity);
    if (this.isOn) this.advanceCounters(activity);
  }

  /** The heartbeat of this minute; with its long lists where it is `detailed`. */
  heartbeat(carries: { lists: boolean; longLists: boolean }): Heartbeat {
    const { machine } = this;
    const { usedShare: _, ...memory } = machine.memory;
    const usedMb = Math.round(memory.totalMb * this.memoryShare);
    const root = this.filesystem(machine.filesystems[0]);
    const total = this.totals();
    const [load1, load5, load15] = this.load;
    return {
      server_id: machine.id,
      hostname: machine.hostname,
      timestamp: this.at,
      server_guid: uuidOf(machine.id),
      agent_version: "1.0.0",
      boot_id: uuidOf(`${machine.id} booted ${Math.round((this.times.end - this.bootedAt) / 1000)}`),
      interval_seconds: STEP_MS / 1000,
      os_info: machine.os,
      cpu_info: { cpu_model: machine.cpu.model, cpu_cores: machine.cpu.cores },
      metrics: {
        cpu_percent: decimals(this.cpuShare * 100, 1),
        memory_percent: decimals((usedMb / memory.totalMb) * 100, 1),
        memory_total_mb: memory.totalMb,
        memory_used_mb: usedMb,
        disk_percent: root?.percent,
        disk_total_gb: root && decimals(root.total_bytes / GIB, 2),
        disk_used_gb: root && decimals(root.used_bytes / GIB, 2),
        network_rx_bytes: Math.round(total.received),
        network_tx_bytes: Math.round(total.sent),
        load_1m: decimals(load1, 2),
        load_5m: decimals(load5, 2),
        load_15m: decimals(load15, 2),
        uptime_seconds: Math.round((this.at - this.bootedAt) / 1000),
      },
      memory: {
        swap_total_mb: memory.swapTotalMb,
        swap_used_mb: Math.round(
          memory.swapTotalMb * Math.min(1, memory.swapUsedShare * (0.6 + this.memoryShare)),
        ),
      },
      updates_available: this.growing(machine.updates.available),
      security_updates: this.growing(machine.updates.security),
      spooled: 0,
      services: this.services(),
      ...(carries.lists ? this.lists() : {}),
      ...(carries.longLists ? this.longLists() : {}),
    };
  }

  private boot(): void {
    // The agent's first sample comes a little after the kernel.
    this.bootedAt = this.at - 25_000 - (this.machine.reportsAtSecond % 20) * 1000;
    this.spike = 0.35;
    this.load = [0.4, 0.1, 0.03];
    for (const counters of this.counters.values()) Object.assign(counters, { received: 0, sent: 0 });
  }

  private advanceFigures(activity: number): void {
    const { machine } = this;
    // Drawn also while the machine is off, so that an outage does not change what comes after it.
    const chance = this.random();
    this.spike = chance < 0.004 ? 0.15 + chance * 90 : this.spike * 0.55;
    const jobs = activeJobs(machine, this.at).reduce((sum, job) => sum + job.cpuShare, 0);
    const cpu = rhythmic(machine.cpuShare, activity, this.cpuDrift.next()) + jobs + this.spike;
    this.cpuShare = within(cpu, 0.004, 0.995);
    this.memoryShare = within(
      rhythmic(machine.memory.usedShare, activity, this.memoryDrift.next()) + jobs * 0.03,
      0.03,
      0.985,
    );
    const wanted = this.cpuShare * machine.cpu.cores * 1.1 + 0.05;
    this.load = [0.632, 0.181, 0.0645].map((share, index) => {
      const known = this.load[index] ?? 0;
      return known + (wanted - known) * share;
    }) as [number, number, number];
  }

  private advanceCounters(activity: number): void {
    const jobs = activeJobs(this.machine, this.at);
    const busy = (0.25 + 1.2 * activity) * Math.exp(0.5 * this.networkDrift.next());
    const seconds = Math.min(STEP_MS, this.at - this.bootedAt) / 1000;
    for (const link of this.machine.interfaces) {
      const counters = this.counters.get(link.name);
      if (counters === undefined) continue;
      const carried = link.carriesJobs ? jobs : [];
      const sum = (of: (job: Job) => number) => carried.reduce((all, job) => all + of(job), 0);
      counters.received +=
        seconds * (link.receivedBytesPerSecond * busy + sum((job) => job.receivedBytesPerSecond));
      counters.sent += seconds * (link.sentBytesPerSecond * busy + sum((job) => job.sentBytesPerSecond));
    }
  }

  /** What the machine itself sent and received: its cards, not the bridges behind them. */
  private totals(): Counters {
    const link = this.machine.interfaces.find(({ carriesJobs }) => carriesJobs);
    return (link && this.counters.get(link.name)) ?? { received: 0, sent: 0 };
  }

  private lists() {
    const { machine } = this;
    return {
      filesystems: machine.filesystems.map((filesystem) => this.filesystem(filesystem)),
      network_interfaces: machine.interfaces.map((link) => this.interface(link)),
      sensors: machine.sensors.map(({ name, label, idleCelsius, busyCelsius }) => ({
        name,
        label,
        temperature_celsius: decimals(
          idleCelsius +
            (busyCelsius - idleCelsius) * Math.sqrt(this.cpuShare) * 0.8 +
            dayCurve(this.at) * 1.5,
          1,
        ),
      })),
    };
  }

  /** Within twenty minutes of something that happened to a service: each heartbeat counts for its alerts then. */
  get isEventful(): boolean {
    return this.machine.services.some(({ failedForHours, loopedHoursAgo }) =>
      [failedForHours, loopedHoursAgo].some((hours) => {
        const agoMs = this.at - (this.times.end - (hours ?? Number.NaN) * HOUR_MS);
        return agoMs >= 0 && agoMs < EVENTFUL_MS;
      }),
    );
  }

  /** What systemd says of what is expected of it. */
  private services() {
    const busy = 0.6 + this.cpuShare * 2;
    return this.machine.services.map((service, index) => {
      const { name, memoryMb, cpuPercent, failedForHours, loopedHoursAgo } = service;
      const failedAt = this.times.end - (failedForHours ?? 0) * HOUR_MS;
      if (failedForHours !== undefined && this.at >= failedAt) {
        return {
          ...{ name, status: "failed" as const, status_reason: "exit-code", exit_status: 2, restarts: 5 },
          since: new Date(failedAt).toISOString(),
        };
      }
      const loopedAt = this.times.end - (loopedHoursAgo ?? 0) * HOUR_MS;
      const turns = loopedHoursAgo === undefined ? 0 : Math.ceil((this.at - loopedAt) / LOOP_MS);
      // A boot begins the count anew.
      const restarts = this.bootedAt > loopedAt ? 0 : Math.min(Math.max(turns, 0), LOOP_RESTARTS);
      const startedAt =
        restarts === 0 ? this.bootedAt + 8000 + index * 300 : loopedAt + (restarts - 1) * LOOP_MS;
      return {
        ...{
          name,
          status: "running" as const,
          pid: 480 + index * 37 + restarts * 911,
          memory_mb: memoryMb,
          restarts,
        },
        cpu_percent: decimals(cpuPercent * busy, 1),
        since: new Date(startedAt).toISOString(),
      };
    });
  }

  private longLists() {
    const { machine } = this;
    // Each a little different from minute to minute, and all by the same figure.
    const busy = 0.6 + this.cpuShare * 2;
    return {
      containers: machine.containers.map(({ name, image, health, cpuPercent, memoryMb }) => ({
        name,
        image,
        status: "running",
        health,
        cpu_percent: decimals(cpuPercent * busy, 1),
        memory_mb: decimals(memoryMb * (0.95 + this.memoryShare / 12), 0),
      })),
    };
  }

  private filesystem(filesystem: Filesystem): ReportedFilesystem;
  private filesystem(filesystem: Filesystem | undefined): ReportedFilesystem | undefined;
  private filesystem(filesystem: Filesystem | undefined): ReportedFilesystem | undefined {
    if (filesystem === undefined) return undefined;
    const {
      mountPoint,
      device,
      type,
      totalGib,
      usedShare,
      grownSharePerDay,
      weeklySawShare = 0,
    } = filesystem;
    const grownDays = daysOfGrowth(this.at) - daysOfGrowth(this.times.end);
    const saw = weeklySawShare * (weekShare(this.at) - weekShare(this.times.end));
    const total = Math.round(totalGib * GIB);
    const used = Math.round(total * within(usedShare + grownDays * grownSharePerDay + saw, 0, 0.999));
    return {
      mount_point: mountPoint,
      device,
      fs_type: type,
      total_bytes: total,
      used_bytes: used,
      available_bytes: total - used,
      percent: decimals((used / total) * 100, 1),
    };
  }

  private interface(link: Interface) {
    const { received, sent } = this.counters.get(link.name) ?? { received: 0, sent: 0 };
    return {
      name: link.name,
      rx_bytes: Math.round(received),
      tx_bytes: Math.round(sent),
      rx_packets: Math.round(received / 870),
      tx_packets: Math.round(sent / 640),
      is_up: link.isUp,
    };
  }

  /** Updates pile up until somebody installs them: here they come to `atEnd`. */
  private growing(atEnd: number): number {
    const days = (this.times.end - this.at) / DAY_MS;
    return Math.max(0, Math.min(atEnd, Math.ceil(atEnd - days / 2)));
  }
}

type ReportedFilesystem = {
  mount_point: string;
  device: string;
  fs_type: string;
  total_bytes: number;
  used_bytes: number;
  available_bytes: number;
  percent: number;
};

/** When the machine is off or cut off, oldest first and not overlapping. */
function offSpans(machine: Machine, times: { start: number; end: number }): Span[] {
  const outages = machine.outages.map(({ hoursAgo, minutes }) => {
    const from = times.end - hoursAgo * HOUR_MS;
    return { from, to: from + minutes * 60_000 };
  });
  const nights = machine.isOffAtNight ? nightsOff(machine.id, times) : [];
  const gone =
    machine.goneForHours === undefined
      ? []
      : [{ from: times.end - machine.goneForHours * HOUR_MS, to: Number.POSITIVE_INFINITY }];
  return [...outages, ...nights, ...gone].sort((a, b) => a.from - b.from);
}

/** The hours between two working days. The end is always a working hour: somebody is there to look at the demo. */
function nightsOff(id: string, { start, end }: { start: number; end: number }): Span[] {
  const random = randomStream(`${id} nights`);
  const lastOn = end - 3.1 * HOUR_MS;
  const nights: Span[] = [];
  for (let midnight = Math.floor(start / DAY_MS) * DAY_MS; midnight < end; midnight += DAY_MS) {
    const isWeekend = [0, 6].includes(new Date(midnight + DAY_MS).getUTCDay());
    const from = midnight + (21.5 + random() * 2) * HOUR_MS;
    const to = midnight + DAY_MS + ((isWeekend ? 9.5 : 7.2) + random() * 1.4) * HOUR_MS;
    if (from < lastOn) nights.push({ from, to: Math.min(to, lastOn) });
  }
  return nights;
}

/** 0 at night, 1 in the early evening; UTC, as the hub has no other idea of a day. */
function dayCurve(at: number): number {
  const hour = hourOf(at);
  return hour < 6.5 || hour > 23.5 ? 0 : Math.sin(((hour - 6.5) / 17) ** 1.2 * Math.PI) ** 0.8;
}

function activeJobs(machine: Machine, at: number): Job[] {
  const hour = hourOf(at);
  return machine.jobs.filter(
    ({ startsAtHour, minutes }) => hour >= startsAtHour && hour < startsAtHour + minutes / 60,
  );
}

/** Days since 1970, of which three quarters pass during the nightly backup: that is when disks fill. */
function daysOfGrowth(at: number): number {
  const share = (at % DAY_MS) / DAY_MS;
  return Math.floor(at / DAY_MS) + 0.25 * share + 0.75 * within((share * 24 - 2.25) / 0.63, 0, 1);
}

/** How much of a week has passed since Sunday 04:00, 0..1. */
function weekShare(at: number): number {
  const week = 7 * DAY_MS;
  return ((at - 3 * DAY_MS - 4 * HOUR_MS) % week) / week;
}

function rhythmic(rhythm: Rhythm, activity: number, drift: number): number {
  return rhythm.night + rhythm.day * activity + rhythm.noise * drift;
}

function hourOf(at: number): number {
  return (at % DAY_MS) / HOUR_MS;
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function decimals(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}
