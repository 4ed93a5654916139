import { Agent, get } from "node:http";
import path from "node:path";
import { fillFleet } from "./fleet";
import { type Hub, withHubs } from "./hub";
import { type Measurement, median, percentile } from "./measurement";

const SMALL = { servers: 11, ratioGoal: 2 };
const LARGE = { servers: 1000, millisecondsGoal: 150 };

/**
 * The overview's HTML as a browser asks for it, from the request to the last byte, one request at a time. It is held
 * against the lightest real page of the same frame, asked in turns, so that what Next and the frame cost is in both.
 */
export const smallOverview: Measurement = {
  name: "overview-11",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("small");
      await fillFleet(path.join(folder, "small.db"), { servers: SMALL.servers, hours: 24 });
      await hub.start();
      const empty = "/servers/new";
      const { times } = await timesOf(hub, { paths: ["/", empty], count: isQuick ? 60 : 200, warmUp: 60 });
      const [overview = [], bare = []] = times;
      note(`${empty} takes ${shown(bare)}, the overview ${shown(overview)}`);
      const ratio = percentile(overview, 0.95) / percentile(bare, 0.95);
      return [
        {
          what: `overview of ${SMALL.servers} servers, p95 against p95 of ${empty}`,
          figure: `${ratio.toFixed(2)} x (${percentile(overview, 0.95).toFixed(0)} ms / ${percentile(bare, 0.95).toFixed(0)} ms)`,
          goal: `<= ${SMALL.ratioGoal} x`,
          isMet: ratio <= SMALL.ratioGoal,
        },
      ];
    }),
};

export const largeOverview: Measurement = {
  name: "overview-1000",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("large");
      const begunAt = performance.now();
      // A quick run makes six hours of samples: the page reads the newest ones and the hours, not all of them.
      const { samples } = await fillFleet(path.join(folder, "large.db"), {
        servers: LARGE.servers,
        hours: isQuick ? 6 : 24,
      });
      note(`${samples} samples made in ${((performance.now() - begunAt) / 1000).toFixed(0)} s`);
      await hub.start();
      const { times, cpuMs } = await timesOf(hub, { paths: ["/"], count: isQuick ? 40 : 120, warmUp: 40 });
      const [overview = []] = times;
      note(`${shown(overview)}; CPU ${cpuMs.toFixed(1)} ms a page`);
      const p95 = percentile(overview, 0.95);
      return [
        {
          what: `overview of ${LARGE.servers} servers over ${(samples / 1e6).toFixed(2)} M samples, p95`,
          figure: `${p95.toFixed(0)} ms (median ${median(overview).toFixed(0)} ms)`,
          goal: `<= ${LARGE.millisecondsGoal} ms`,
          isMet: p95 <= LARGE.millisecondsGoal,
        },
      ];
    }),
};

function shown(times: number[]): string {
  return `${median(times).toFixed(1)} ms (p95 ${percentile(times, 0.95).toFixed(1)} ms)`;
}

/** Milliseconds to the last byte of each path, asked in turns on one connection; and the hub's CPU a page. */
export async function timesOf(
  hub: Hub,
  options: { paths: string[]; count: number; warmUp: number },
): Promise<{ times: number[][]; cpuMs: number }> {
  const cookie = (await hub.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = options.paths.map(() => [] as number[]);
  let cpuBefore = 0;
  try {
    for (let turn = -options.warmUp; turn < options.count; turn++) {
      if (turn === 0) cpuBefore = hub.cpuMilliseconds();
      for (const [index, pathname] of options.paths.entries()) {
        const taken = await millisecondsToLastByte(hub.url + pathname, { agent, cookie });
        if (turn >= 0) times[index]?.push(taken);
      }
    }
  } finally {
    agent.destroy();
  }
  const pages = options.count * options.paths.length;
  return { times, cpuMs: (hub.cpuMilliseconds() - cpuBefore) / pages };
}

function millisecondsToLastByte(
  url: string,
  { agent, cookie }: { agent: Agent; cookie: string },
): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { accept: "text/html", "accept-encoding": "gzip", cookie } }, (response) => {
      response.once("error", reject);
      response.once("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`${url} answers ${response.statusCode}`));
      });
      response.resume();
    }).once("error", reject);
  });
}
