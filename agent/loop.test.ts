import { afterEach, describe, expect, it } from "vitest";
import { cleanUp, isLinux, type Machine, makeMachine, NOBODY, ok, startHub, TOKEN, until } from "./testing";

afterEach(cleanUp);

const configured = (url: string, more: Record<string, string> = {}) => ({
  HOMELAB_HUB_URL: url,
  HOMELAB_TOKEN: TOKEN,
  ...more,
});

describe.skipIf(!isLinux)("the loop", () => {
  it("keeps its beat although each answer takes a while", async () => {
    const hub = await startHub();
    hub.answer(() => ({ ...ok(), after: new Promise((resolve) => setTimeout(resolve, 1900)) }));
    const machine = makeMachine("alpine-vm");
    const running = machine.start(["run"], configured(hub.url, { HOMELAB_INTERVAL: "2" }));
    await until("there were four heartbeats", () => hub.received.length >= 4);
    running.process.kill("SIGTERM");
    await running.ended;
    const times = hub.received.map(({ samples }) => Date.parse(String(samples[0]?.timestamp)) / 1000);
    // Three intervals of 2 s; adding the answers' 1.9 s each would make it nearly twelve.
    expect(Number(times.at(-1)) - Number(times[0])).toBeLessThanOrEqual(9);
  });

  it("begins later by a time that is the same for a host and another for the next", async () => {
    const delayOf = async (machine: Machine) => {
      const running = machine.start(["run"], configured(NOBODY, { HOMELAB_START_DELAY: "" }));
      await until("it has said when it begins", () => running.stderr().includes("first heartbeat in"));
      running.process.kill("SIGTERM");
      await running.ended;
      return Number(/first heartbeat in (\d+) s/.exec(running.stderr())?.[1]);
    };
    const machine = makeMachine("alpine-vm");
    const first = await delayOf(machine);
    expect(first).toBeLessThan(30);
    expect(await delayOf(machine)).toBe(first);
    const delays = new Set([first]);
    for (const host of ["nas", "pi4", "router"]) {
      machine.write("proc/sys/kernel/hostname", `${host}\n`);
      delays.add(await delayOf(machine));
    }
    expect(delays.size).toBeGreaterThan(2);
  });

  it("makes its identity once and keeps it", async () => {
    const hub = await startHub();
    const machine = makeMachine("alpine-vm");
    machine.write("state/guid", "");
    await machine.run(["once"], configured(hub.url));
    await machine.run(["once"], configured(hub.url));
    const [first, second] = hub.received.map(({ samples }) => samples[0]?.server_guid);
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).toBe(first);
  });

  it("follows the hub's advice where the operator has set no interval", async () => {
    const hub = await startHub();
    hub.answer(() => ok({ next_heartbeat_seconds: 10 }));
    const machine = makeMachine("alpine-vm");
    const running = machine.start(["run"], configured(hub.url));
    await until("it has said so", () => running.stderr().includes("the hub advises a heartbeat every 10 s."));
    running.process.kill("SIGTERM");
    await running.ended;
    const told = await makeMachine("alpine-vm").run(
      ["once"],
      configured(hub.url, { HOMELAB_INTERVAL: "30" }),
    );
    expect(told.code).toBe(0);
    expect(told.stderr).not.toContain("advises");
  });
});
