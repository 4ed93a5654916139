import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/agents/heartbeat/route";
import { apiKey, ask, errorOf, heartbeat, testHub } from "@/app/api/v1/testing";
import { parseExposition } from "@/domain/prometheus/testing-exposition";
import { nastyTexts } from "@/domain/text/testing-nasty-texts";
import { insertAlert } from "@/hub/alerts/testing-alerts";
import { GET } from "./route";

const asked = (key: string | null = apiKey) => {
  const headers: Record<string, string> = key === null ? {} : { Authorization: `Bearer ${key}` };
  return new Request("http://hub.lan:3000/metrics", { headers });
};

async function read() {
  const response = await GET(asked(), {});
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const families = parseExposition(await response.text());
  const value = (name: string, labels: Record<string, string> = {}) =>
    families
      .get(`homelabcmd_${name}`)
      ?.samples.find((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
      ?.value;
  return { families, value };
}

test("needs a key, and says so as every route does", async () => {
  await testHub();
  expect(await errorOf(await GET(asked(null), {}))).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
});

test("a new hub says of itself what it knows, and nothing of servers", async () => {
  await testHub();
  const { families, value } = await read();
  expect(value("heartbeats_total", { outcome: "accepted" })).toBe(0);
  expect(value("database_size_bytes")).toBeGreaterThan(0);
  expect(value("notification_oldest_seconds")).toBe(0);
  expect(value("job_lag_seconds", { job: "sweep-offline-servers" })).toBe(0);
  expect([...families.keys()].filter((name) => name.startsWith("homelabcmd_server_"))).toEqual([]);
});

test("counts what came in, and shows the newest sample of every server; what is not known is not there", async () => {
  const db = await testHub();
  const metrics = { cpu_percent: 12.5, memory_used_mb: 1024, network_rx_bytes: 7 };
  const json = heartbeat({ metrics });
  await POST(ask("/agents/heartbeat", { json }), {});
  await POST(ask("/agents/heartbeat", { json }), {});
  await insertAlert(db);
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('silent', 'silent.lan')"]);
  const { families, value } = await read();
  expect(value("heartbeats_total", { outcome: "accepted" })).toBe(1);
  expect(value("heartbeats_total", { outcome: "duplicate" })).toBe(1);
  const histogram = families.get("homelabcmd_ingest_seconds")?.samples;
  expect(histogram?.find(({ name }) => name.endsWith("_count"))?.value).toBe(2);
  expect(value("server_cpu_ratio", { server: "nas" })).toBe(0.125);
  expect(value("server_memory_used_bytes", { server: "nas" })).toBe(2 ** 30);
  expect(value("server_network_receive_bytes_total", { server: "nas" })).toBe(7);
  expect(value("server_status", { server: "nas", status: "online" })).toBe(1);
  expect(value("server_status", { server: "silent", status: "unknown" })).toBe(1);
  expect(value("server_cpu_ratio", { server: "silent" })).toBeUndefined();
  expect(value("server_load1", { server: "nas" })).toBeUndefined();
  const alerts = families.get("homelabcmd_alerts_active")?.samples.map((sample) => sample.value) ?? [];
  expect(alerts.reduce((sum, count) => sum + count, 0)).toBe(1);
});

test("whatever servers are called, a strict reader can read it", async () => {
  await testHub();
  for (const [index, [, text]] of nastyTexts.entries()) {
    await POST(ask("/agents/heartbeat", { json: heartbeat({ server_id: `s${index}`, hostname: text }) }), {});
  }
  const { families } = await read();
  const info = families.get("homelabcmd_server_info")?.samples ?? [];
  expect(info.length).toBeGreaterThan(50);
});
