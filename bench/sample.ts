/** The part of a heartbeat that differs from one to the next; the rest is the same text for all of a server. */
export type SampleText = (timestamp: number) => string;

/**
 * Heartbeats of a server as JSON, quickly: 16 metrics and 10 services, about 2 kB. The load generator shares the
 * machine with the hub, so it must not spend its time on making objects.
 */
export function sampleText(serverId: string): SampleText {
  const seed = [...serverId].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  const text = JSON.stringify({
    server_id: serverId,
    hostname: `${serverId}.lan`,
    timestamp: "@",
    agent_version: "1.0.0",
    boot_id: "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    interval_seconds: 60,
    os_info: { distribution: "Debian GNU/Linux", version: "13", kernel: "6.12.41", architecture: "x86_64" },
    cpu_info: { cpu_model: "Intel(R) N100", cpu_cores: 4 },
    metrics: {
      cpu_percent: (seed % 90) + 3.5,
      memory_percent: 61.2,
      memory_total_mb: 15_896,
      memory_used_mb: 9728,
      disk_percent: 48.3,
      disk_total_gb: 468.2,
      disk_used_gb: 226.1,
      network_rx_bytes: 8_123_456_789 + seed,
      network_tx_bytes: 3_123_456_789 + seed,
      load_1m: 0.42,
      load_5m: 0.38,
      load_15m: 0.31,
      uptime_seconds: 3_553_920,
    },
    memory: { swap_total_mb: 2048, swap_used_mb: 128 },
    sensors: [{ name: "coretemp", label: "Package id 0", temperature_celsius: 44.5 }],
    services: Array.from({ length: 10 }, (_, index) => ({
      name: `service-${index}.service`,
      status: "running",
      pid: 400 + index * 31,
      memory_mb: 12.5 + index,
      cpu_percent: 0.3,
    })),
  });
  const [before = "", after = ""] = text.split("@");
  return (timestamp) => `${before}${new Date(timestamp).toISOString()}${after}`;
}
