import type { Fact } from "@/components/ui/facts";
import { formatBytes } from "@/domain/format/bytes";
import { formatDuration, formatInstant } from "@/domain/format/time";
import { UNKNOWN } from "@/domain/format/unknown";
import type { JobState } from "@/hub/jobs/read-jobs";

type About = {
  version: string;
  licence: string;
  nodeVersion: string;
  uptimeSeconds: number;
  schema: { changes: number; newestAt: number | null };
  /** The file of this machine; null = a server elsewhere. */
  localFile: string | null;
  size: { bytes: number; freeBytes: number } | null;
  growth: string;
  isHealthy: boolean;
  /** The hub's; null = UTC. */
  timeZone: string | null;
};

/** What there is to say of the hub, as lines of a name and a value. */
export function aboutLines(about: About): Fact[] {
  const { size, schema } = about;
  const free = size === null ? "" : `, ${formatBytes(size.freeBytes)} of it free to be filled again`;
  return [
    { name: "Health", value: about.isHealthy ? "Healthy" : "The database cannot be read" },
    { name: "Version", value: about.version },
    {
      name: "Licence",
      value: about.licence,
      more: { href: "/settings/about/licences", words: "licences of its packages" },
    },
    { name: "Node.js", value: about.nodeVersion },
    { name: "Running for", value: formatDuration(about.uptimeSeconds * 1000) },
    { name: "Database", value: about.localFile ?? "a libSQL server" },
    { name: "Its size", value: `${formatBytes(size?.bytes)}${free}` },
    { name: "Its growth", value: about.growth },
    {
      name: "Its schema",
      value: `${schema.changes} changes, the newest of ${formatInstant(schema.newestAt, about.timeZone)}`,
    },
  ];
}

export type JobRow = {
  name: string;
  /** When it does something. */
  when: string;
  lastStartedAt: number | null;
  took: string;
  state: "good" | "bad" | "notice" | "none";
  words: string;
};

/** Of a job that waits for work, for what: how often it is asked says nothing of when it does something. */
const occasions: Record<string, string> = {
  "deliver-notifications": "when one is due",
  "roll-up-samples": "every 5m",
  "tell-the-week": "once a week",
  "back-up-database": "once a day",
};

/** A lag that is longer than a turn of the scheduler and half a period is worth a word. */
const LAG_MS_MIN = 10_000;

export function jobRows(jobs: JobState[]): JobRow[] {
  return jobs.map((job) => {
    const isLate = job.lagMs > Math.max(LAG_MS_MIN, job.everyMs / 2);
    const [state, words] =
      job.lastError !== null
        ? (["bad", `Failed: ${job.lastError}`] as const)
        : isLate
          ? (["notice", `Due for ${formatDuration(job.lagMs)}`] as const)
          : job.lastStartedAt === null
            ? (["none", job.waitsForWork ? "Nothing to do yet" : "Has not run yet"] as const)
            : (["good", "On time"] as const);
    return {
      name: job.name,
      when: job.waitsForWork ? (occasions[job.name] ?? "when there is something to do") : every(job.everyMs),
      lastStartedAt: job.lastStartedAt,
      took: tookWords(job.lastDurationMs),
      state,
      words,
    };
  });
}

const every = (periodMs: number) => `every ${formatDuration(periodMs)}`;

function tookWords(durationMs: number | null): string {
  if (durationMs === null) return UNKNOWN;
  if (durationMs < 1000) return `${durationMs} ms`;
  return durationMs < 60_000 ? `${(durationMs / 1000).toFixed(1)} s` : formatDuration(durationMs);
}
