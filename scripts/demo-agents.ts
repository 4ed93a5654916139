import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_DAYS, TRAVEL_MS } from "./demo/fill-database";
import { fleet } from "./demo/fleet";
import type { Machine } from "./demo/machine";
import { SimulatedMachine, STEP_MS } from "./demo/simulated-machine";

// Keeps the demo's fleet alive: goes on where demo-data.ts ended and posts each machine's heartbeat once a minute.
//   HOMELAB_API_KEY=... tsx scripts/demo-agents.ts http://127.0.0.1:3000
// Ends with the process that started it, where that one gave it an IPC channel.

/** An older sample says nothing new: after a night asleep the machines go on from now. */
const LATE_MS_MAX = 5 * 60_000;
const RETRY_MS = 2000;

const [hubUrl = "http://127.0.0.1:3000"] = process.argv.slice(2);
const headers = {
  "content-type": "application/json",
  authorization: `Bearer ${process.env.HOMELAB_API_KEY ?? ""}`,
};

process.once("disconnect", () => process.exit(0));
const end = await endOfDemo();
await Promise.all(fleet.filter(({ goneForHours }) => goneForHours === undefined).map(live));

async function live(machine: Machine): Promise<void> {
  const simulated = new SimulatedMachine(machine, { start: end - DEMO_DAYS * 24 * 3_600_000, end });
  for (;;) {
    simulated.advance();
    if (simulated.at <= end || simulated.at < Date.now() - LATE_MS_MAX) continue;
    await sleep(Math.max(0, simulated.at - Date.now()));
    await post(simulated);
  }
}

/** A sample that the hub does not take is gone, as with an agent that has no spool; the next one comes in a minute. */
async function post(simulated: SimulatedMachine): Promise<void> {
  const heartbeat = simulated.heartbeat({ lists: true, longLists: true });
  const timestamp = new Date(heartbeat.timestamp).toISOString();
  try {
    const response = await fetch(`${hubUrl}/api/v1/agents/heartbeat`, {
      method: "POST",
      headers: { ...headers, "x-agent-time": new Date().toISOString() },
      body: JSON.stringify({ ...heartbeat, timestamp }),
      signal: AbortSignal.timeout(STEP_MS / 2),
    });
    if (!response.ok) console.error(`${heartbeat.server_id}: ${response.status} ${await response.text()}`);
  } catch (error) {
    console.error(`${heartbeat.server_id}: the hub does not answer (${String(error)})`);
  }
}

/** The end that the database was filled to, from the newest sample that the hub knows. */
async function endOfDemo(): Promise<number> {
  const [machine] = fleet;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(`${hubUrl}/api/v1/servers/${machine?.id}`, { headers });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      const { last_seen } = (await response.json()) as { last_seen: string };
      return Date.parse(last_seen) - TRAVEL_MS - (machine?.reportsAtSecond ?? 0) * 1000 + STEP_MS;
    } catch (error) {
      if (attempt === 10) throw new Error(`${hubUrl} does not serve the demo: ${String(error)}`);
      await sleep(RETRY_MS);
    }
  }
}
