import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { heartbeatSchema } from "../domain/heartbeats/heartbeat";
import { cleanUp, isLinux, type Machine, makeMachine, shells } from "./testing";

afterEach(cleanUp);

async function sample(machine: Machine, env: Record<string, string> = {}) {
  const { stdout } = await machine.run(["--dry-run"], env);
  const heartbeat = JSON.parse(stdout);
  heartbeatSchema.parse(heartbeat);
  return heartbeat;
}

const realAwk = (machine: Machine) => {
  const real = machine.path("bin/real/awk");
  mkdirSync(machine.path("bin/real"), { recursive: true });
  renameSync(machine.path("bin/awk"), real);
  return real;
};

const reasons = (heartbeat: { collector_errors: Array<{ collector: string; reason: string }> }) =>
  heartbeat.collector_errors.map(({ collector, reason }) => `${collector}: ${reason}`);

describe.skipIf(!isLinux).each(shells)("under $name", (shell) => {
  it("escapes what JSON cannot carry, and replaces what is no UTF-8", async () => {
    const machine = makeMachine("alpine-vm", shell);
    const bytes = [
      Buffer.from('a"b\\c\td\u0001é€😀'),
      Buffer.from([0xff, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xe2, 0x82]),
      Buffer.from("z"),
    ];
    writeFileSync(machine.path("proc/sys/kernel/hostname"), Buffer.concat(bytes));
    const { hostname } = await sample(machine);
    // The shell's own read may take the backslashed tab literally; nothing else may differ.
    expect(hostname).toBe(`a"b\\c\td\u0001é€😀${"\ufffd".repeat(8)}z`);
  });

  it("prints counters digit by digit, past what its numbers can hold", async () => {
    const machine = makeMachine("debian-server", shell);
    const { stdout } = await machine.run(["--dry-run"]);
    expect(stdout).toContain('"rx_bytes":9007199254740993,');
    // 9007199254740993 + 1000, added as text.
    expect(stdout).toContain('"network_rx_bytes":9007199254741993,');
    // The bridge's driver says -1, which is no count.
    expect(stdout).toContain('{"name":"br0","rx_bytes":null,');
    expect(stdout).not.toMatch(/\de\+/);
  });

  it("averages the processor over the whole interval between two heartbeats", async () => {
    const machine = makeMachine("alpine-vm", shell);
    // Idle and waiting 250 of 1000 ticks since the counters that the last heartbeat left.
    machine.write("state/work/counters", "cpu 0b9c2f3e-1d4a-4d0c-8d57-3a0f9c1e7b22 86340.00 1000 400\n");
    machine.write("proc/stat", "cpu  1000 100 200 600 50 20 20 10 999 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\n");
    expect((await sample(machine)).metrics.cpu_percent).toBe(75);
  });

  it("does not compare with the counters of another boot", async () => {
    const machine = makeMachine("alpine-vm", shell);
    machine.write("state/work/counters", "cpu 11111111-1d4a-4d0c-8d57-3a0f9c1e7b22 86340.00 1000 400\n");
    const heartbeat = await sample(machine);
    expect(heartbeat.metrics.cpu_percent).toBeNull();
    expect(reasons(heartbeat)).toEqual(["cpu: the counters of /proc/stat did not move"]);
  });

  it("gives nulls and reasons where /proc is missing, and the rest all the same", async () => {
    const machine = makeMachine("alpine-vm", shell);
    for (const name of ["stat", "meminfo", "net/dev", "loadavg"]) rmSync(machine.path("proc", name));
    const heartbeat = await sample(machine);
    expect(heartbeat.metrics).toMatchObject({
      cpu_percent: null,
      memory_percent: null,
      network_rx_bytes: null,
      load_1m: null,
    });
    expect(heartbeat.metrics.disk_percent).toBe(27);
    expect(reasons(heartbeat)).toEqual([
      "network: no network interface counts",
      "cpu: /proc/stat cannot be read",
      "memory: /proc/meminfo cannot be read",
    ]);
  });

  it("gives up a df that hangs, says so, and reports everything else", async () => {
    const machine = makeMachine("alpine-vm", shell);
    machine.stub(
      "df",
      'case $* in *share*) exec sleep 600 ;; esac; shift 3; echo header; echo "/dev/vda3 100 40 60 40% /"',
    );
    const heartbeat = await sample(machine, { HOMELAB_COLLECT_SECONDS: "3" });
    expect(heartbeat.metrics).toMatchObject({ disk_percent: 40, memory_percent: 20.2 });
    expect(heartbeat.filesystems.map((row: { mount_point: string }) => row.mount_point)).toEqual(["/"]);
    expect(reasons(heartbeat)).toEqual([
      "filesystems: df gave no figures for /boot /mnt/share",
      "filesystems: df of network shares did not answer within 3 s",
    ]);
  });

  it("reports the filesystem of an extra path whatever its type", async () => {
    const machine = makeMachine("debian-server", shell);
    const mounts = (heartbeat: { filesystems: Array<{ mount_point: string }> }) =>
      heartbeat.filesystems.map((row) => row.mount_point);
    expect(mounts(await sample(machine))).not.toContain("/run");
    expect(mounts(await sample(machine, { HOMELAB_EXTRA_PATHS: "/run" }))).toContain("/run");
  });

  it("survives a sensor that answers with an error", async () => {
    const machine = makeMachine("debian-server", shell);
    // Reading a directory fails as a broken sensor does: after it has been opened.
    rmSync(machine.path("sys/class/hwmon/hwmon0/temp1_input"));
    mkdirSync(machine.path("sys/class/hwmon/hwmon0/temp1_input"));
    const { sensors } = await sample(machine);
    expect(sensors.map((sensor: { name: string }) => sensor.name)).toEqual([
      "coretemp",
      "coretemp",
      "coretemp",
      "nvme",
      "nvme 2",
      "x86_pkg_temp",
    ]);
  });

  it("says why containers cannot be listed, or that there are none", async () => {
    const machine = makeMachine("debian-server", shell);
    machine.stub("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
    const failing = await sample(machine);
    expect(failing.containers).toBeNull();
    expect(reasons(failing)).toEqual(["containers: docker failed: Cannot connect to the Docker daemon"]);
    machine.stub("docker", "exec sleep 600");
    const hanging = await sample(machine, { HOMELAB_COLLECT_SECONDS: "3" });
    expect(reasons(hanging)).toEqual(["containers: docker did not answer within 3 s"]);
    machine.without("docker");
    expect((await sample(machine)).containers).toEqual([]);
  });

  it("tells at least that the machine lives when awk itself gives up", async () => {
    const machine = makeMachine("alpine-vm", shell);
    machine.stub("awk", `case $* in *"function network"*) exit 2 ;; esac; exec "${realAwk(machine)}" "$@"`);
    const heartbeat = await sample(machine);
    expect(heartbeat).toMatchObject({ server_id: "edge-01", hostname: "edge-01" });
    expect(reasons(heartbeat)).toEqual(["agent: awk failed"]);
  });

  it("says why updates cannot be counted", async () => {
    const machine = makeMachine("debian-server", shell);
    machine.stub("apt-get", "echo 'E: The package cache file is corrupted' >&2; exit 100");
    const heartbeat = await sample(machine);
    expect(heartbeat).toMatchObject({ updates_available: null, security_updates: null });
    expect(reasons(heartbeat)).toEqual(["updates: apt-get failed: E: The package cache file is corrupted"]);
  });

  it("counts the updates of dnf, and which of them are advised for safety", async () => {
    const machine = makeMachine("alpine-vm", shell);
    machine.without("apk");
    machine.stub(
      "dnf",
      `case $* in
         *updateinfo*) echo "FEDORA-2024-1 Important/Sec. openssl-libs-3.0.9-2.fc38.x86_64" ;;
         *) printf '\\nopenssl-libs.x86_64  1:3.0.9-2.fc38  updates\\nbash.x86_64  5.2.15-3.fc38  updates\\nObsoleting Packages\\nold.x86_64 1 updates\\n'; exit 100 ;;
       esac`,
    );
    const heartbeat = await sample(machine);
    expect(heartbeat).toMatchObject({ updates_available: 2, security_updates: 1 });
    expect(heartbeat.packages).toMatchObject([
      { name: "openssl-libs", new_version: "1:3.0.9-2.fc38", repository: "updates", is_security: true },
      { name: "bash", new_version: "5.2.15-3.fc38", is_security: false },
    ]);
  });
});
