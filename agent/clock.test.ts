import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import {
  cleanUp,
  isLinux,
  makeMachine,
  ok,
  refusal,
  type Shell,
  shells,
  startHub,
  TOKEN,
  until,
  which,
} from "./testing";

afterEach(cleanUp);

const HOUR = 3600;

/** A machine whose clock is `setClock` seconds ahead. Its uptime is the real one, which nobody sets. */
function machineWithClock(shell: Shell, ahead: number) {
  const machine = makeMachine("alpine-vm", shell);
  const setClock = (seconds: number) => machine.write("ahead", String(seconds));
  setClock(ahead);
  const date = which("date");
  machine.stub(
    "date",
    `read -r ahead <"${machine.path("ahead")}" || :; exec ${date} -u -d "@$(($(${date} +%s) + ahead))" "$2"`,
  );
  return { machine, setClock };
}

/** A hub that refuses its future, as the real one does, and knows what it has stored. */
async function watchfulHub() {
  const hub = await startHub();
  const stored: number[] = [];
  /** How far each was from the hub's time when it came. */
  const secondsOff: number[] = [];
  const state = { away: false, refused: 0, duplicates: 0 };
  const isFuture = (at: number) => at > Date.now() + 300_000;
  const store = (at: number) => {
    if (stored.includes(at)) state.duplicates++;
    else {
      stored.push(at);
      secondsOff.push((at - Date.now()) / 1000);
    }
  };
  hub.answer((request) => {
    if (state.away) return refusal(503, "not now");
    const times = request.samples.map(({ timestamp }) => Date.parse(String(timestamp)));
    if (request.url.endsWith("/heartbeats")) {
      const rejected = times.flatMap((at, index) =>
        isFuture(at) ? [{ index, code: "X", message: "future" }] : [],
      );
      state.refused += rejected.length;
      for (const at of times) if (!isFuture(at)) store(at);
      return { body: { accepted: times.length - rejected.length, duplicates: 0, rejected } };
    }
    if (times.some(isFuture)) {
      state.refused++;
      return refusal(422, "timestamp is ahead of the hub");
    }
    for (const at of times) store(at);
    return ok();
  });
  return { ...hub, state, stored, secondsOff };
}

const configured = (url: string) => ({
  HOMELAB_HUB_URL: url,
  HOMELAB_TOKEN: TOKEN,
  HOMELAB_INTERVAL: "1",
  HOMELAB_PROC_ROOT: "/proc",
  HOMELAB_BACKOFF_SECONDS: "1",
});

const isRising = (times: number[]) =>
  times.every((at, index) => index === 0 || at > Number(times[index - 1]));

describe.skipIf(!isLinux).each(shells)("a wrong clock under $name", (shell) => {
  it("an hour ahead loses no sample: the first is given the hub's time, and the others have it", async () => {
    const hub = await watchfulHub();
    const { machine } = machineWithClock(shell, HOUR);
    const running = machine.start(["run"], configured(hub.url));
    await until("four are stored", () => hub.stored.length >= 4);
    running.process.kill("SIGTERM");
    const { stderr } = await running.ended;
    expect(hub.state).toMatchObject({ refused: 1, duplicates: 0 });
    for (const off of hub.secondsOff) expect(Math.abs(off)).toBeLessThan(15);
    expect(isRising(hub.stored)).toBe(true);
    expect(stderr).toMatch(/the clock is 3(59|60)\d s ahead of the hub's; samples bear the hub's time/);
    expect(stderr).not.toContain("dropped");
    expect(stderr.match(/ahead of/g)).toHaveLength(1);
    const headers = hub.heartbeats().at(-1)?.headers;
    expect(Math.abs(Number(headers?.["x-agent-clock-ahead"]) - HOUR)).toBeLessThan(15);
    expect(Math.abs(Date.parse(String(headers?.["x-agent-time"])) - Date.now())).toBeLessThan(15_000);
    // The next start remembers, and nothing is refused, be it new or left over from before.
    const requests = hub.received.length;
    expect((await machine.run(["once"], configured(hub.url))).code).toBe(0);
    expect(hub.received.length).toBeGreaterThan(requests);
    expect(hub.state.refused).toBe(1);
  });

  it("an hour behind has the right time from the hub's first answer on", async () => {
    const hub = await watchfulHub();
    const { machine } = machineWithClock(shell, -HOUR);
    const running = machine.start(["run"], configured(hub.url));
    await until("four are stored", () => hub.stored.length >= 4);
    running.process.kill("SIGTERM");
    await running.ended;
    expect(hub.state).toMatchObject({ refused: 0, duplicates: 0 });
    const [first = 0, ...others] = hub.secondsOff;
    expect(first).toBeLessThan(-HOUR + 15);
    for (const off of others) expect(Math.abs(off)).toBeLessThan(15);
    const [before, after] = hub.heartbeats();
    // Of the first, the hub itself sees how far behind the clock is; of the others, it is told.
    expect(before?.headers["x-agent-clock-ahead"]).toBe("0");
    expect(Date.now() - Date.parse(String(before?.headers["x-agent-time"]))).toBeGreaterThan(
      HOUR * 1000 - 1000,
    );
    expect(Math.abs(Number(after?.headers["x-agent-clock-ahead"]) + HOUR)).toBeLessThan(15);
  });

  it("that is set, forwards, back and right again, moves no sample", async () => {
    const hub = await watchfulHub();
    const { machine, setClock } = machineWithClock(shell, 0);
    const running = machine.start(["run"], configured(hub.url));
    for (const [heartbeats, ahead] of [
      [2, HOUR],
      [4, -HOUR],
      [6, 0],
    ] as const) {
      await until(`${heartbeats} are stored`, () => hub.stored.length >= heartbeats);
      setClock(ahead);
    }
    await until("eight are stored", () => hub.stored.length >= 8);
    running.process.kill("SIGTERM");
    const { stderr } = await running.ended;
    expect(hub.state).toMatchObject({ refused: 0, duplicates: 0 });
    for (const off of hub.secondsOff) expect(Math.abs(off)).toBeLessThan(15);
    expect(isRising(hub.stored)).toBe(true);
    expect(stderr).toContain("the clock is right again.");
  });

  it("keeps the samples of a hub that was away from the start, each at its own time", async () => {
    const hub = await watchfulHub();
    hub.state.away = true;
    const { machine } = machineWithClock(shell, HOUR);
    const began = Date.now();
    const running = machine.start(["run"], { ...configured(hub.url), HOMELAB_INTERVAL: "2" });
    await until("three wait", () => machine.spool().length >= 3);
    hub.state.away = false;
    await until("all are stored", () => hub.stored.length >= 4 && machine.spool().length === 0);
    running.process.kill("SIGTERM");
    const { stderr } = await running.ended;
    expect(stderr).not.toContain("dropped");
    expect(hub.state.duplicates).toBe(0);
    // Of the spool no more can be said here: the TERM may have met the next sample, which then waits in it.
    for (const at of hub.stored) {
      expect(at).toBeGreaterThan(began - 15_000);
      expect(at).toBeLessThan(Date.now() + 15_000);
    }
  });

  it("that goes back by whole heartbeats never gives two samples one time", async () => {
    const hub = await watchfulHub();
    const { machine, setClock } = machineWithClock(shell, 0);
    const running = machine.start(["run"], configured(hub.url));
    await until("three are stored", () => hub.stored.length >= 3);
    setClock(-2);
    await until("six are stored", () => hub.stored.length >= 6);
    running.process.kill("SIGTERM");
    await running.ended;
    expect(hub.state.duplicates).toBe(0);
    expect(isRising(hub.stored)).toBe(true);
  });

  it.each([
    "2026-12-31T23:59:50.000Z",
    "2028-02-29T12:00:00.500Z",
    "2100-03-01T00:00:00.000Z",
    "2001-01-01T00:00:07.000Z",
  ])("understands a hub that says %s", async (instant) => {
    const hub = await startHub();
    hub.answer(() => ok({ server_time: instant }));
    const { machine } = machineWithClock(shell, 0);
    await machine.run(["once"], configured(hub.url));
    await machine.run(["once"], configured(hub.url));
    const [, second] = hub.heartbeats();
    const off = Date.parse(String(second?.samples[0]?.timestamp)) - Date.parse(instant);
    expect(off).toBeGreaterThanOrEqual(-1000);
    expect(off).toBeLessThan(20_000);
  });
});

describe.skipIf(!isLinux)("the hub's time", () => {
  it.each(["yesterday", "2026-11-21", "9999999999999-01-01T00:00:00Z", 7, { a: 1 }])(
    "that is none (%j) is taken from the Date instead",
    async (server_time) => {
      const hub = await startHub();
      hub.answer(() => ok({ server_time }));
      const { machine } = machineWithClock({ name: "sh", argv: ["/bin/sh"], busybox: false }, 0);
      await machine.run(["once"], configured(hub.url));
      await machine.run(["once"], configured(hub.url));
      const at = Date.parse(String(hub.heartbeats()[1]?.samples[0]?.timestamp));
      expect(Math.abs(at - Date.now())).toBeLessThan(15_000);
    },
  );

  it("of another boot counts for nothing, and neither does that of who is no hub", async () => {
    const hub = await startHub();
    hub.answer(() => ({ status: 404, headers: { date: "Sat, 21 Nov 2020 07:28:00 GMT" } }));
    const { machine } = machineWithClock({ name: "sh", argv: ["/bin/sh"], busybox: false }, 0);
    await machine.run(["once"], configured(hub.url));
    expect(existsSync(machine.path("state/clock"))).toBe(false);
    machine.write("state/clock", "another-boot 1 1000000000\n");
    hub.answer(() => ok());
    await machine.run(["once"], configured(hub.url));
    const at = Date.parse(String(hub.heartbeats()[1]?.samples[0]?.timestamp));
    expect(Math.abs(at - Date.now())).toBeLessThan(15_000);
  });
});
