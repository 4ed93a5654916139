import { type Heartbeat, heartbeatSchema } from "../domain/heartbeats/heartbeat";
import { programOfEnvironment } from "./agents/identify-caller";
import type { By } from "./audit/record";
import type { Arrival } from "./heartbeats/arrival";

/** A moment for tests: 21 November 2026, 09:30 UTC. */
export const testNow = Date.UTC(2026, 10, 21, 9, 30);

/** A heartbeat as it comes out of the parser, with what the test says about it. */
export function testHeartbeat(change: Record<string, unknown> = {}): Heartbeat {
  return heartbeatSchema.parse({
    server_id: "nas",
    hostname: "nas.lan",
    timestamp: new Date(testNow).toISOString(),
    metrics: {
      cpu_percent: 12.5,
      memory_percent: 61,
      disk_percent: 48,
      network_rx_bytes: 1_000,
      network_tx_bytes: 2_000,
    },
    ...change,
  });
}

/** A heartbeat on its way in, from a program with the API key unless the test says otherwise. */
export function testArrival(change: Record<string, unknown> = {}, arrival: Partial<Arrival> = {}): Arrival {
  return {
    heartbeat: testHeartbeat(change),
    caller: programOfEnvironment,
    sentAt: null,
    clockAheadMs: 0,
    receivedAt: testNow,
    ipAddress: null,
    ...arrival,
  };
}

/** Ada, at her desk, at `testNow` unless the test says otherwise. */
export function testBy(change: Partial<By> = {}): By {
  return {
    actor: { kind: "person", id: "u-ada", name: "ada" },
    address: "10.0.0.9",
    now: testNow,
    ...change,
  };
}
