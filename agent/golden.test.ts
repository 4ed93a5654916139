import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { heartbeatSchema } from "../domain/heartbeats/heartbeat";
import { cleanUp, FIXTURES, isLinux, makeMachine, shells, stopClock } from "./testing";

const fixtures = ["recorded-vm", "debian-server", "alpine-vm", "raspberry-pi", "openwrt-router"];

afterEach(cleanUp);

describe.skipIf(!isLinux)("the heartbeat of a recorded machine", () => {
  for (const shell of shells) {
    for (const fixture of fixtures) {
      it(`is what was recorded for ${fixture} under ${shell.name}, and the hub's schema takes it`, async () => {
        const machine = makeMachine(fixture, shell);
        stopClock(machine);
        const { code, stdout, stderr } = await machine.run(["--dry-run"]);
        expect(stderr).toBe("");
        expect(code).toBe(0);
        expect(stdout.trimEnd()).not.toContain("\n");
        const heartbeat: unknown = JSON.parse(stdout);
        await expect(`${JSON.stringify(heartbeat, null, 2)}\n`).toMatchFileSnapshot(
          join(FIXTURES, fixture, "heartbeat.json"),
        );
        expect(heartbeatSchema.parse(heartbeat)).toMatchObject({
          timestamp: Date.parse("2026-11-21T08:00:00Z"),
        });
      });
    }
  }
});
