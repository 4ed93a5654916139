import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { cleanUp, isLinux, type Machine, makeMachine, shells } from "./testing";

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

  it("reports the configured units, what the hub expects, and no other failed ones", async () => {
    const machine = makeMachine("debian-server", shell);
    const { rows } = await services(machine, { HOMELAB_SERVICES: "nginx, ssh.service" });
    expect(rows.map(([name]: [string]) => name)).toEqual([
      "nginx",
      "ssh.service",
      "smbd",
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
      HOMELAB_COLLECT_SECONDS: "1",
    });
    expect(rows[0]).toEqual(["nginx", "unknown", "systemctl did not answer within 1 s"]);
    expect(errors).toEqual([{ collector: "services", reason: "systemctl did not answer within 1 s" }]);
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
    expect(rows[0]).toEqual(["sshd", "unknown", "systemctl failed: Access denied"]);
    expect(errors).toEqual([{ collector: "services", reason: "systemctl failed: Access denied" }]);
  });
});
