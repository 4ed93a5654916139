import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { cleanUp, FIXTURES, isLinux, type Machine, makeMachine, shells } from "./testing";

afterEach(cleanUp);

interface Service {
  name: string;
  status: string;
  status_reason: string | null;
}

async function services(machine: Machine, env: Record<string, string> = {}) {
  const { stdout } = await machine.run(["--dry-run"], env);
  const heartbeat = JSON.parse(stdout);
  return {
    rows: heartbeat.services.map((row: Service) => [row.name, row.status, row.status_reason]),
    errors: heartbeat.collector_errors,
    heartbeat,
  };
}

const block = (id: string, active: string, more = "") =>
  `MainPID=0\nId=${id}\nNames=${id}\nLoadState=loaded\nActiveState=${active}\nSubState=x\n${more}`;

describe.skipIf(!isLinux).each(shells)("systemd under $name", (shell) => {
  it("takes each state of systemd for one of the four that the hub knows", async () => {
    const expected = [
      ["active", "running", null],
      ["activating", "running", "activating (x)"],
      ["reloading", "running", "reloading (x)"],
      ["inactive", "stopped", "inactive (x)"],
      ["deactivating", "stopped", "deactivating (x)"],
      ["failed", "failed", null],
      ["act", "unknown", "systemctl gave half an answer"],
    ];
    const machine = makeMachine("debian-server", shell);
    machine.write(
      "out/systemctl-show",
      expected.map(([state]) => block(`${state}.service`, String(state))).join("\n"),
    );
    const { rows } = await services(machine, {
      HOMELAB_SERVICES: expected.map(([state]) => state).join(" "),
    });
    expect(rows.slice(0, expected.length)).toEqual(expected);
  });

  it("asks at most twice, and names units only behind --", async () => {
    const machine = makeMachine("debian-server", shell);
    await services(machine);
    const calls = readFileSync(machine.path("out/systemctl-calls"), "utf8").trimEnd().split("\n");
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(
      / -- nginx\.service smbd\.service sshd\.service cups\.service vanished\.service mnt-cold\.mount fstrim\.service smartd\.service$/,
    );
  });

  it("reports the configured units and what the hub expects, in the hub's spelling, and no other failed ones", async () => {
    const machine = makeMachine("debian-server", shell);
    const { rows } = await services(machine, { HOMELAB_SERVICES: "nginx, ssh.service" });
    expect(rows.map(([name]: [string]) => name)).toEqual([
      "ssh.service",
      "nginx.service",
      "smbd",
      "sshd.service",
      "cups.service",
      "vanished.service",
    ]);
    expect(readFileSync(machine.path("out/systemctl-calls"), "utf8")).not.toContain("list-units");
  });

  it("calls the units behind half an answer unknown, and keeps the ones before it", async () => {
    const machine = makeMachine("debian-server", shell);
    machine.write(
      "out/systemctl-show",
      `${block("a.service", "active")}\nMainPID=0\nId=b.service\nNames=b.serv`,
    );
    const { rows } = await services(machine, { HOMELAB_SERVICES: "a b c" });
    expect(rows.slice(0, 3)).toEqual([
      ["a", "running", null],
      ["b", "unknown", "systemctl gave half an answer"],
      ["c", "unknown", "systemctl gave half an answer"],
    ]);
  });

  it("gives up a systemctl that hangs, and kills it", async () => {
    const machine = makeMachine("debian-server", shell);
    machine.stub("systemctl", `echo $$ >"${machine.path("hanging")}"; exec sleep 600`);
    const { rows, errors, heartbeat } = await services(machine, {
      HOMELAB_SERVICES: "nginx",
      HOMELAB_COLLECT_SECONDS: "3",
    });
    expect(rows[0]).toEqual(["nginx.service", "unknown", "systemctl did not answer within 3 s"]);
    expect(errors).toEqual([{ collector: "services", reason: "systemctl did not answer within 3 s" }]);
    expect(heartbeat.metrics.memory_percent).toBe(37.5);
    expect(() => process.kill(Number(readFileSync(machine.path("hanging"), "utf8")), 0)).toThrow("ESRCH");
  });

  it("says that there is no systemd, and counts that for no error", async () => {
    const machine = makeMachine("alpine-vm", shell);
    const { rows, errors } = await services(machine, { HOMELAB_SERVICES: "sshd" });
    expect(rows).toEqual([["sshd", "unknown", "no systemd on this machine"]]);
    expect(errors).toEqual([]);
  });

  it("says what systemctl said when it fails", async () => {
    const machine = makeMachine("debian-server", shell);
    machine.stub("systemctl", "echo 'Access denied' >&2; exit 4");
    const { rows, errors } = await services(machine, { HOMELAB_SERVICES: "sshd" });
    expect(rows).toContainEqual(["sshd.service", "unknown", "systemctl failed: Access denied"]);
    expect(errors).toEqual([{ collector: "services", reason: "systemctl failed: Access denied" }]);
  });
});

/** What `record-systemd.sh` recorded of a real systemd. */
const recorded = (name: string) => readFileSync(join(FIXTURES, "systemd-252", name), "utf8");

/** A machine whose systemctl says what the real one said, and which the hub has told what it expects. */
function recordedMachine(shell: (typeof shells)[number], expected = ""): Machine {
  const machine = makeMachine("debian-server", shell);
  machine.write("out/systemctl-failed", recorded("failed"));
  machine.write("out/systemctl-show", recorded("show"));
  machine.write("state/expected", `${expected}\n`);
  mkdirSync(machine.path("run/systemd/system"), { recursive: true });
  return machine;
}

const namesAsked = (machine: Machine) =>
  readFileSync(machine.path("out/systemctl-calls"), "utf8")
    .trimEnd()
    .split("\n")
    .at(-1)
    ?.replace(/^.* -- /, "");

describe.skipIf(!isLinux).each(shells)("a recorded systemd under $name", (shell) => {
  const states: Array<[name: string, status: string, reason: string | null]> = [
    ["web", "running", null],
    ["www", "running", null],
    ["media-photo\\x2dframe", "running", null],
    ["photo\\x2dalias.service", "running", null],
    ["worker@one", "running", null],
    ["once", "running", null],
    ["backup", "stopped", "inactive (dead)"],
    ["backup.timer", "running", null],
    ["run-photo\\x2dstore.mount", "running", null],
    ["echo.socket", "running", null],
    ["idle", "stopped", "inactive (dead)"],
    ["masked", "stopped", "masked"],
    ["broken", "stopped", "inactive (dead), cannot be loaded (bad-setting)"],
    ["nosuch", "unknown", "unit not found"],
    ["starting", "running", "activating (start)"],
    ["stopping", "stopped", "deactivating (stop-sigterm)"],
    ["reloading", "running", "reloading (reload)"],
    ["loop", "running", "activating (auto-restart), exit-code, status 1"],
    ["limit", "failed", "exit-code, status 1"],
    ["crash", "failed", "exit-code, status 7"],
    ["killed", "failed", "signal 9"],
    ["noexec", "failed", "exit-code, status 203"],
    ["slow", "failed", "timeout, signal 15"],
  ];

  it("is understood in every state, under the names that were asked for: escapes, templates, aliases, no suffix", async () => {
    const machine = recordedMachine(shell, states.map(([name]) => name).join(" "));
    const { rows, errors } = await services(machine);
    expect(rows).toEqual(states);
    expect(errors).toEqual([]);
    expect(namesAsked(machine)).toContain("media-photo\\x2dframe.service");
  });

  it("tells restarts, exit status, since when, and no figure that systemd does not have", async () => {
    const machine = recordedMachine(shell, "loop crash once web stopping backup nosuch");
    const { heartbeat } = await services(machine);
    const facts = heartbeat.services.map((row: Record<string, unknown>) => [
      row.name,
      row.restarts,
      row.exit_status,
      row.memory_mb,
      typeof row.since === "string" ? /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/.test(row.since) : row.since,
    ]);
    expect(facts.slice(0, 7)).toEqual([
      ["loop", 2, 1, null, true],
      ["crash", 0, 7, null, true],
      ["once", 0, 0, null, true],
      ["web", 0, null, null, true],
      ["stopping", 0, null, null, true],
      ["backup", 0, 0, null, true],
      ["nosuch", null, null, null, null],
    ]);
  });

  it("names every failed unit that nobody asked for, and none twice", async () => {
    const { rows } = await services(recordedMachine(shell, "crash web"));
    expect(rows.map(([name, status]: string[]) => [name, status])).toEqual([
      ["crash", "failed"],
      ["web", "running"],
      ["killed.service", "failed"],
      ["limit.service", "failed"],
      ["noexec.service", "failed"],
      ["slow.service", "failed"],
    ]);
  });

  it("is not asked for what is no unit, which would end its answer for all that come after", async () => {
    const long = "x".repeat(250);
    const machine = recordedMachine(shell, `web worker@ @one.service ${long} crash`);
    const { rows, errors } = await services(machine);
    expect(rows.slice(0, 5)).toEqual([
      ["web", "running", null],
      ["worker@", "unknown", "a template without an instance is no unit"],
      ["@one.service", "unknown", "a template without an instance is no unit"],
      [long, "unknown", "too long for the name of a unit"],
      ["crash", "failed", "exit-code, status 7"],
    ]);
    expect(errors).toEqual([]);
    expect(namesAsked(machine)).toMatch(/^web\.service crash\.service crash\.service killed/);
  });

  it("that ended its answer early has answered for the units before, and none after is called stopped", async () => {
    const machine = recordedMachine(shell, "web crash idle");
    machine.write("said", recorded("show-a-template"));
    machine.write("complained", recorded("show-a-template.err"));
    machine.stub(
      "systemctl",
      `[ "$1" = show ] || exit 0; cat "${machine.path("said")}"; cat "${machine.path("complained")}" >&2; exit 1`,
    );
    const { rows, errors } = await services(machine);
    const reason = `systemctl failed: ${recorded("show-a-template.err").trimEnd()}`;
    expect(rows).toEqual([
      ["web", "running", null],
      ["crash", "unknown", reason],
      ["idle", "unknown", reason],
    ]);
    expect(errors).toEqual([{ collector: "services", reason }]);
  });

  it("that hangs, wherever in its answer, leaves nobody stopped who was not", async () => {
    const whole = recorded("show");
    const asked = ["web", "idle", "backup", "crash"];
    const { heartbeat: answered } = await services(recordedMachine(shell, asked.join(" ")));
    const idle = whole.indexOf("Id=idle");
    const cuts = [
      0,
      200,
      idle,
      whole.indexOf("SubState=", idle),
      whole.indexOf("Timestamp=", idle),
      whole.length - 3,
    ];
    for (const cut of cuts) {
      const machine = recordedMachine(shell, asked.join(" "));
      machine.write("said", whole.slice(0, cut));
      machine.stub("systemctl", `[ "$1" = show ] || exit 0; cat "${machine.path("said")}"; exec sleep 600`);
      const { heartbeat } = await services(machine, { HOMELAB_COLLECT_SECONDS: "1" });
      expect(heartbeat.services.map((row: Service) => row.name)).toEqual(asked);
      for (const row of heartbeat.services) {
        if (row.status === "unknown") expect(row.status_reason).toBe("systemctl did not answer within 1 s");
        else expect(row).toEqual(answered.services.find(({ name }: Service) => name === row.name));
      }
    }
    // Seven heartbeats, of which six wait for a second.
  }, 90_000);

  it("tells since when a unit is on its way down, and not when it last was", async () => {
    const machine = recordedMachine(shell, "web");
    machine.write(
      "out/systemctl-show",
      block(
        "web.service",
        "deactivating",
        "InactiveEnterTimestamp=Mon 2026-11-16 00:00:03 UTC\nStateChangeTimestamp=Sat 2026-11-21 07:59:51 UTC\n",
      ),
    );
    const { heartbeat } = await services(machine);
    expect(heartbeat.services[0]).toMatchObject({ status: "stopped", since: "2026-11-21T07:59:51Z" });
  });

  it("that only listed what failed has still said that", async () => {
    const machine = recordedMachine(shell, "web crash");
    machine.stub(
      "systemctl",
      `[ "$1" = show ] || { cat "${machine.path("out/systemctl-failed")}"; exit 0; }; exit 3`,
    );
    const { rows } = await services(machine);
    const reason = "systemctl failed: exit code 3";
    expect(rows).toEqual([
      ["web", "unknown", reason],
      ["crash", "failed", reason],
      ...["killed", "limit", "noexec", "slow"].map((name) => [`${name}.service`, "failed", reason]),
    ]);
  });

  it("out of reach is an error where it has booted the machine, and none where it has not", async () => {
    const machine = recordedMachine(shell, "web");
    machine.write("complained", recorded("no-bus.err"));
    machine.stub("systemctl", `cat "${machine.path("complained")}" >&2; exit 1`);
    const reason = "systemctl failed: Failed to connect to bus: No such file or directory";
    expect(await services(machine)).toMatchObject({
      rows: [["web", "unknown", reason]],
      errors: [{ collector: "services", reason }],
    });
    const container = recordedMachine(shell, "web");
    rmSync(container.path("run/systemd"), { recursive: true });
    container.write("complained", recorded("not-booted.err"));
    container.stub("systemctl", `cat "${container.path("complained")}" >&2; exit 1`);
    expect(await services(container)).toMatchObject({
      rows: [["web", "unknown", "no systemd on this machine"]],
      errors: [],
    });
  });

  it("is asked in UTC and in the C locale, whatever the machine's own are", async () => {
    const machine = recordedMachine(shell, "web");
    machine.stub("systemctl", `[ "$1" != show ] || echo "$TZ $LC_ALL" >"${machine.path("said")}"`);
    await services(machine, { TZ: "Europe/Berlin", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" });
    expect(readFileSync(machine.path("said"), "utf8")).toBe("UTC0 C\n");
    await services(machine);
    expect(readFileSync(machine.path("said"), "utf8")).toBe("UTC0 C\n");
  });

  it("gives CPU as the share of the whole machine since the last heartbeat, and none across a restart", async () => {
    const machine = recordedMachine(shell, "web worker@one once");
    const usage = (name: string) =>
      Number(new RegExp(`CPUUsageNSec=(\\d+)\nId=${name}`).exec(recorded("show"))?.[1]);
    const counters = readFileSync(machine.path("state/work/counters"), "utf8").split("\n")[0] ?? "";
    const [, , up] = counters.split(" ");
    const [now = ""] = readFileSync(machine.path("proc/uptime"), "utf8").split(" ");
    const cores = readFileSync(machine.path("proc/stat"), "utf8").match(/^cpu\d/gm)?.length ?? 0;
    const used = (Number(now) - Number(up)) * cores * 1e9 * 0.25;
    machine.write(
      "out/systemctl-show",
      recorded("show").replaceAll(
        `CPUUsageNSec=${usage("web")}\nId=web`,
        `CPUUsageNSec=${used + 1000}\nId=web`,
      ),
    );
    machine.write(
      "state/work/counters",
      `${counters}\nunit web.service 1000\nunit worker@one.service ${usage("worker@one") + 1}\n`,
    );
    const { heartbeat } = await services(machine);
    expect(heartbeat.services.slice(0, 3).map((row: { cpu_percent: unknown }) => row.cpu_percent)).toEqual([
      25,
      null,
      null,
    ]);
  });
});
