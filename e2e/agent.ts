import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Hub } from "./hub";

const run = promisify(execFile);

/** The real agent, installed into a folder of the story by the line that the page shows. */
export class InstalledAgent {
  private constructor(private readonly prefix: string) {}

  /** Runs the line as a person would, but into a folder and without a service manager. Posts the first heartbeat. */
  static async byLine(hub: Hub, line: string, serverId: string): Promise<InstalledAgent> {
    // This machine may be as busy and as full as it likes while the tests run on it.
    const off = { high_percent: null, critical_percent: null };
    await hub.fetch("/api/v1/config/thresholds", {
      method: "PUT",
      json: { cpu: off, memory: off, disk: off },
    });
    const prefix = path.join(hub.directory, "machine");
    const command = `${line.replace("| sudo sh", "| sh")} --prefix '${prefix}' --server-id ${serverId}`;
    // With no service manager the installer ends after the first heartbeat; the story says when there are more.
    await run("sh", ["-c", command], { env: { ...process.env, HOMELAB_INIT: "cron" } });
    return new InstalledAgent(prefix);
  }

  /** One heartbeat of this very machine. */
  async heartbeat(): Promise<void> {
    const environment = {
      ...process.env,
      HOMELAB_CONFIG: path.join(this.prefix, "etc/homelab-agent/agent.conf"),
      HOMELAB_STATE_DIR: path.join(this.prefix, "var/lib/homelab-agent"),
    };
    await run(path.join(this.prefix, "usr/local/bin/homelab-agent"), ["once"], { env: environment });
  }
}
