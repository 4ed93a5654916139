import { type Heartbeat, heartbeatSchema } from "../domain/heartbeats/heartbeat";
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
    caller: { kind: "program" },
    sentAt: null,
    clockAheadMs: 0,
    receivedAt: testNow,
    ipAddress: null,
    ...arrival,
  };
}
