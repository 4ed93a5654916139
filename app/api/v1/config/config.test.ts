import { expect, test } from "vitest";
import { thresholdsDefault } from "@/domain/alerts/thresholds";
import { configAnswerSchema } from "@/domain/config-answer";
import { notificationSettingsDefault } from "@/domain/notifications/settings";
import { ask, bodyOf, enrolmentKey, errorOf, testHub } from "../testing";
import { GET } from "./route";
import { PUT as putThresholds } from "./thresholds/route";

const read = async () => bodyOf(await GET(ask("/config"), {}), configAnswerSchema);
const put = (json: unknown) => putThresholds(ask("/config/thresholds", { method: "PUT", json }), {});
const changed = async (json: unknown) => {
  const response = await put(json);
  expect(response.status).toBe(200);
  return bodyOf(response, configAnswerSchema);
};

/** A hub that knows the server whose rules are changed. */
async function hubOfNas() {
  const db = await testHub();
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas.lan')"]);
  return db;
}

test("the settings have all their sections, the thresholds as they are shipped", async () => {
  await testHub();
  const config = await read();
  expect(Object.keys(config)).toEqual(["thresholds", "notifications", "cost", "retention", "general"]);
  expect(config.thresholds).toEqual(thresholdsDefault);
  expect(config.notifications).toEqual({ channels: [], ...notificationSettingsDefault });
});

test("what is stored by an earlier version is read completed", async () => {
  const db = await testHub();
  await db.write([
    `INSERT INTO config (key, value) VALUES ('thresholds', '{"server_offline_seconds":600}')
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  ]);
  expect((await read()).thresholds).toEqual({ ...thresholdsDefault, server_offline_seconds: 600 });
});

test("a change names what it changes, the answer is the whole, and it is kept", async () => {
  await testHub();
  const config = await changed({ cpu: { high_percent: 70, breaches: 5 }, server_offline_seconds: 240 });
  expect(config.thresholds).toEqual({
    ...thresholdsDefault,
    cpu: { ...thresholdsDefault.cpu, high_percent: 70, clear_percent: 65, breaches: 5 },
    server_offline_seconds: 240,
  });
  expect(await read()).toEqual(config);
  expect(await changed({})).toEqual(config);
});

test("a server and a filesystem have overrides, and null takes them away again", async () => {
  await hubOfNas();
  const overrides = {
    cpu: { high_percent: 99, critical_percent: null },
    filesystems: { "/mnt/a.b": { breaches: 2 } },
  };
  const first = await changed({ servers: { nas: { ...overrides, server_offline_seconds: 900 } } });
  expect(first.thresholds.servers.nas).toMatchObject(overrides);
  const second = await changed({ servers: { nas: { cpu: null, server_offline_seconds: null } } });
  expect(second.thresholds.servers).toEqual({ nas: { filesystems: overrides.filesystems } });
  const third = await changed({ servers: { nas: { filesystems: { "/mnt/a.b": null } } } });
  expect(third.thresholds.servers).toEqual({ nas: { filesystems: {} } });
  expect((await changed({ servers: { nas: null } })).thresholds).toEqual(thresholdsDefault);
});

test.each([
  ["cpu.critical_percent", { cpu: { high_percent: 95 } }],
  ["cpu.critical_percent", { cpu: { critical_percent: 85 } }],
  ["cpu.clear_percent", { cpu: { clear_percent: 86 } }],
  ["memory.high_percent", { memory: { high_percent: 101 } }],
  ["disk.high_percent", { disk: { high_percent: -1 } }],
  ["disk.high_percent", { disk: { high_percent: "80" } }],
  ["disk.breaches", { disk: { breaches: 0 } }],
  ["disk.breaches", { disk: { breaches: null } }],
  ["load.high_per_core", { load: { high_per_core: 0 } }],
  ["server_offline_seconds", { server_offline_seconds: 29 }],
  ["server_offline_seconds", { server_offline_seconds: null }],
  ["servers.nas.server_offline_seconds", { servers: { nas: { server_offline_seconds: 10 } } }],
  ["servers.nas.cpu.critical_percent", { servers: { nas: { cpu: { high_percent: 97 } } } }],
  [
    "servers.nas.filesystems./mnt/a.critical_percent",
    { servers: { nas: { filesystems: { "/mnt/a": { high_percent: 96 } } } } },
  ],
  ["servers.nope", { servers: { nope: { cpu: { breaches: 9 } } } }],
  ["servers.constructor", { servers: { constructor: {} } }],
  ["servers.Not a slug", { servers: { "Not a slug": {} } }],
  ["", { cpus: { high_percent: 50 } }],
  ["cpu", { cpu: { hihg_percent: 50 } }],
  ["cpu", { cpu: null }],
  ["", []],
  ["", null],
])("%s that cannot be is 422 and changes nothing", async (path, json) => {
  await hubOfNas();
  const before = await changed({ memory: { breaches: 4 } });
  expect(await errorOf(await put(json))).toMatchObject({
    ...{ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] },
  });
  expect(await read()).toEqual(before);
});

test("names that JavaScript keeps for itself change nothing but what they name", async () => {
  await testHub();
  const body = '{"__proto__": {"polluted": 1}, "servers": {"constructor": {"cpu": {"breaches": 9}}}}';
  const headers = { "Content-Type": "application/json" };
  const response = await putThresholds(ask("/config/thresholds", { method: "PUT", body, headers }), {});
  expect([200, 422]).toContain(response.status);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  await read();
});

test("two that change different things at once both have their way", async () => {
  await hubOfNas();
  await Promise.all([
    changed({ cpu: { breaches: 7 } }),
    changed({ memory: { breaches: 8 } }),
    changed({ servers: { nas: { disk: { breaches: 9 } } } }),
  ]);
  expect((await read()).thresholds).toMatchObject({
    ...{ cpu: { breaches: 7 }, memory: { breaches: 8 }, servers: { nas: { disk: { breaches: 9 } } } },
  });
});

test("settings are nobody's but a program's with the API key", async () => {
  await testHub();
  for (const key of [null, "wrong", enrolmentKey]) {
    expect((await GET(ask("/config", { key }), {})).status).toBe(401);
    const asked = { method: "PUT", key, json: { server_offline_seconds: 30 } };
    expect((await putThresholds(ask("/config/thresholds", asked), {})).status).toBe(401);
  }
  expect((await read()).thresholds).toEqual(thresholdsDefault);
});
