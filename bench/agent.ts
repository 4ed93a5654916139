import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../scripts/build.mjs";
import { withDatabase } from "./database";
import { apiKey, cpuMilliseconds, withHubs } from "./hub";
import type { Measurement } from "./measurement";

const CPU_SECONDS_GOAL = 0.15;
const MEMORY_MB_GOAL = 8;
/** The first heartbeats count updates with the package manager, which takes it some seconds and is then left alone for an hour. */
const WARM_UP = 12;

/**
 * The agent as it runs, against a real hub, at one heartbeat a second instead of a minute. CPU is what the kernel charged
 * the shell and every program that it started and waited for; memory the highest resident set of any one of them.
 */
export const agent: Measurement = {
  name: "agent",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const count = isQuick ? 6 : 15;
      const hub = make("agent");
      await hub.start();
      const state = path.join(folder, "agent-state");
      mkdirSync(state);
      const child = spawn("sh", [path.join(root, "agent/homelab-agent"), "run"], {
        stdio: "ignore",
        env: {
          NODE_ENV: "production",
          PATH: process.env.PATH,
          HOMELAB_HUB_URL: hub.url,
          HOMELAB_TOKEN: apiKey,
          HOMELAB_SERVER_ID: "measured",
          HOMELAB_INTERVAL: "1",
          HOMELAB_STATE_DIR: state,
          HOMELAB_START_DELAY: "0",
        },
      });
      try {
        const pid = child.pid ?? 0;
        const heartbeats = () => countSamples(hub.databaseFile);
        const cold = new MemoryWatch(pid);
        await until(async () => (await heartbeats()) >= WARM_UP, cold);
        const before = { heartbeats: await heartbeats(), cpuMs: cpuMilliseconds(pid) };
        const warm = new MemoryWatch(pid);
        await until(async () => (await heartbeats()) >= before.heartbeats + count, warm);
        const done = (await heartbeats()) - before.heartbeats;
        const cpuSeconds = (cpuMilliseconds(pid) - before.cpuMs) / 1000 / done;
        note(`${done} heartbeats; the largest process was ${warm.largest.name}`);
        const coldCpu = (before.cpuMs / 1000 - before.heartbeats * cpuSeconds).toFixed(1);
        return [
          {
            what: "agent: CPU a heartbeat",
            figure: `${cpuSeconds.toFixed(3)} s`,
            goal: `< ${CPU_SECONDS_GOAL} s`,
            isMet: cpuSeconds < CPU_SECONDS_GOAL,
          },
          {
            what: "agent: peak memory of its largest process",
            figure: `${warm.largest.megabytes.toFixed(1)} MB`,
            goal: `< ${MEMORY_MB_GOAL} MB`,
            isMet: warm.largest.megabytes < MEMORY_MB_GOAL,
          },
          {
            what: "agent: its start and, once an hour, counting updates",
            figure: `${coldCpu} s CPU, ${cold.largest.megabytes.toFixed(0)} MB (${cold.largest.name})`,
            goal: "",
            isMet: null,
          },
        ];
      } finally {
        child.kill("SIGTERM");
      }
    }),
};

function countSamples(file: string): Promise<number> {
  return withDatabase(file, async (db) => {
    const [row] = await db.query<{ n: number }>("SELECT count(*) AS n FROM metrics");
    return row?.n ?? 0;
  });
}

/** Looks again and again at the agent's processes: most of them live for some milliseconds. */
class MemoryWatch {
  largest = { name: "none", megabytes: 0 };

  constructor(private readonly pid: number) {}

  look(): void {
    for (const pid of familyOf(String(this.pid))) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        const megabytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
        const name = /^Name:\s+(.*)$/m.exec(status)?.[1] ?? "unknown";
        if (megabytes > this.largest.megabytes) this.largest = { name, megabytes };
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

function familyOf(pid: string): string[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean),
    );
    return [pid, ...children.flatMap(familyOf)];
  } catch {
    return [];
  }
}

async function until(isDone: () => Promise<boolean>, watch: MemoryWatch): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const lookUntil = performance.now() + 250;
    while (performance.now() < lookUntil) {
      watch.look();
      await sleep(1);
    }
    if (await isDone()) return;
  }
  throw new Error("The agent did not post its heartbeats within 90 s");
}
