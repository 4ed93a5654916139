import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { type Caller, identifyCaller } from "../agents/identify-caller";
import { issueToken } from "../agents/issue-token";
import { sha256 } from "../agents/secrets";
import { testArrival, testBy, testNow } from "../testing";
import { LOAD_SERVERS } from "./heartbeat-statements";
import { recordHeartbeats } from "./record-heartbeats";

const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();
const count = async (db: Database, table: string) =>
  (await db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n;

await describeEachDatabase("recording heartbeats", (kind) => {
  test("registers an unknown server and stores its sample, its lists and what it says of itself", async () => {
    const db = await openTestDatabase(kind);
    const outcomes = await recordHeartbeats(db, [
      testArrival(
        {
          server_guid: "3f2a6c1e-8a51-4b7e-9d59-0c6f7a5f1d11",
          os_info: { distribution: "Debian", version: "12", kernel: "6.1", architecture: "x86_64" },
          cpu_info: { cpu_model: "N100", cpu_cores: 4 },
          interval_seconds: 30,
          sensors: [
            { name: "k10temp", temperature_celsius: 44 },
            { name: "nvme", temperature_celsius: 51.5 },
          ],
          filesystems: [{ mount_point: "/", total_bytes: 100, used_bytes: 48 }],
        },
        { ipAddress: "192.168.1.7", sentAt: testNow - 2000 },
      ),
    ]);
    expect(outcomes).toEqual([
      { kind: "accepted", isRegistered: true, serverToken: null, intervalSeconds: 30, expectedServices: [] },
    ]);
    const [server] = await db.query("SELECT * FROM servers");
    expect(server).toMatchObject({
      id: "nas",
      hostname: "nas.lan",
      status: "online",
      ip_address: "192.168.1.7",
      cpu_cores: 4,
      heartbeat_interval_seconds: 30,
      clock_skew_ms: -2000,
      last_seen: testNow,
      offline_after: testNow + 180_000,
      os_info: '{"distribution":"Debian","version":"12","kernel":"6.1","architecture":"x86_64"}',
    });
    const [sample] = await db.query("SELECT * FROM metrics");
    expect(sample).toMatchObject({
      cpu_percent: 12.5,
      memory_percent: 61,
      temperature_celsius: 51.5,
      swap_used_mb: null,
    });
    const snapshots = await db.query("SELECT metric_type FROM metrics_snapshot ORDER BY 1");
    expect(snapshots.map((row) => (row as { metric_type: string }).metric_type)).toEqual([
      "filesystems",
      "sensors",
    ]);
  });

  test("the very first heartbeat keeps the configured deadline, not the default one", async () => {
    const db = await openTestDatabase(kind);
    await db.write([
      {
        sql: "INSERT INTO config (key, value) VALUES ('thresholds', '{\"server_offline_seconds\":45}')",
        args: [],
      },
    ]);
    await recordHeartbeats(db, [testArrival({ interval_seconds: 10 })]);
    expect(await db.query("SELECT offline_after FROM servers")).toEqual([
      { offline_after: testNow + 45_000 },
    ]);
  });

  test("what is known of the senders is found by index, however many servers there are", async () => {
    const db = await openTestDatabase(kind);
    const plan = await db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${LOAD_SERVERS}`, ["[]", "[]"]);
    const steps = plan.map(({ detail }) => detail).join("; ");
    expect(steps).toMatch(/SEARCH s USING/);
    expect(steps).not.toMatch(/SCAN (s|metrics|servers)\b/);
  });

  test("the same server and time again changes nothing, in one commit or in two", async () => {
    const db = await openTestDatabase(kind);
    const first = await recordHeartbeats(db, [testArrival(), testArrival({ metrics: { cpu_percent: 99 } })]);
    const before = await db.query("SELECT * FROM servers");
    const again = await recordHeartbeats(db, [
      testArrival({ metrics: { cpu_percent: 99 }, hostname: "other", filesystems: [{ mount_point: "/" }] }),
    ]);
    expect([...first, ...again].map((outcome) => outcome.kind)).toEqual([
      "accepted",
      "duplicate",
      "duplicate",
    ]);
    expect(await db.query("SELECT cpu_percent FROM metrics")).toEqual([{ cpu_percent: 12.5 }]);
    expect(await count(db, "metrics_snapshot")).toBe(0);
    expect(await db.query("SELECT * FROM servers")).toEqual(before);
  });

  test("an old sample fills the chart and leaves presence and identity alone", async () => {
    const db = await openTestDatabase(kind);
    await recordHeartbeats(db, [testArrival()]);
    await recordHeartbeats(db, [
      testArrival({ timestamp: iso(testNow - 60 * minute), hostname: "old-name" }),
    ]);
    expect(await db.query("SELECT hostname, last_seen, status FROM servers")).toEqual([
      { hostname: "nas.lan", last_seen: testNow, status: "online" },
    ]);
    expect(await count(db, "metrics")).toBe(2);
  });

  test("a spool that arrives alone does not make a server online", async () => {
    const db = await openTestDatabase(kind);
    await recordHeartbeats(db, [testArrival({ timestamp: iso(testNow - 60 * minute) })]);
    expect(await db.query("SELECT status, last_seen FROM servers")).toEqual([
      { status: "unknown", last_seen: testNow - 60 * minute },
    ]);
  });

  test("a machine whose clock is an hour slow is online, and its skew is known", async () => {
    const db = await openTestDatabase(kind);
    const slow = testNow - 60 * minute;
    await recordHeartbeats(db, [testArrival({ timestamp: iso(slow) }, { sentAt: slow })]);
    expect(await db.query("SELECT status, last_seen, clock_skew_ms FROM servers")).toEqual([
      { status: "online", last_seen: testNow, clock_skew_ms: -60 * minute },
    ]);
  });

  test("an agent that corrects its own clock is online at once, and its skew is known all the same", async () => {
    const db = await openTestDatabase(kind);
    await recordHeartbeats(db, [
      testArrival({ timestamp: iso(testNow) }, { sentAt: testNow, clockAheadMs: 60 * minute }),
    ]);
    expect(await db.query("SELECT status, last_seen, clock_skew_ms FROM servers")).toEqual([
      { status: "online", last_seen: testNow, clock_skew_ms: 60 * minute },
    ]);
  });

  test("a clock that was set back does not make the server silent", async () => {
    const db = await openTestDatabase(kind);
    await recordHeartbeats(db, [
      testArrival({ timestamp: iso(testNow + 4 * minute) }, { sentAt: testNow + 4 * minute }),
    ]);
    const later = testNow + minute;
    await recordHeartbeats(db, [
      testArrival({ timestamp: iso(later) }, { sentAt: later, receivedAt: later }),
    ]);
    expect(await db.query("SELECT last_seen FROM servers")).toEqual([{ last_seen: later }]);
  });

  test("a bad sample blocks no other: each is refused with its own reason", async () => {
    const db = await openTestDatabase(kind);
    const guid = "3f2a6c1e-8a51-4b7e-9d59-0c6f7a5f1d11";
    const agent: Caller = { kind: "agent", tokenId: 1, serverId: "nas", lastUsedAt: null };
    await recordHeartbeats(db, [testArrival({ server_guid: guid })]);
    const at = (minutes: number) => ({ timestamp: iso(testNow + minutes * minute) });
    const outcomes = await recordHeartbeats(db, [
      testArrival(at(1), { caller: agent }),
      testArrival({ ...at(2), server_id: "pi" }, { caller: agent }),
      testArrival({ server_id: "clone", server_guid: guid.toUpperCase() }),
      testArrival(at(6)),
      testArrival(at(3), { caller: agent }),
    ]);
    expect(outcomes.map((o) => (o.kind === "rejected" ? o.error.code : o.kind))).toEqual([
      "accepted",
      "forbidden",
      "conflict",
      "invalid",
      "accepted",
    ]);
    expect(await count(db, "servers")).toBe(1);
    expect(await count(db, "metrics")).toBe(3);
  });

  const enrolling = (key: string, more: Partial<Caller> = {}): Caller =>
    ({
      kind: "enrolment",
      actor: { kind: "key", id: "k", name: "rack" },
      keySha256: sha256(key),
      keyId: null,
      isUsedUp: false,
      ...more,
    }) as Caller;

  test("an enrolment key registers a new server and gets its token once", async () => {
    const db = await openTestDatabase(kind);
    const [outcome] = await recordHeartbeats(db, [testArrival({}, { caller: enrolling("hle_key") })]);
    expect(outcome).toMatchObject({ kind: "accepted", isRegistered: true });
    const token = outcome?.kind === "accepted" ? outcome.serverToken : null;
    expect(token).toMatch(/^hla_[\w-]{43}$/);
    expect(await db.query("SELECT server_id, token_sha256 FROM agent_tokens")).toEqual([
      { server_id: "nas", token_sha256: sha256(String(token)) },
    ]);
  });

  test("when and from where a token was last used is kept, to the minute", async () => {
    const db = await openTestDatabase(kind);
    await recordHeartbeats(db, [testArrival()]);
    const token = await issueToken(db, "nas", { isOverlapping: false }, testBy());
    const use = async (after: number, ipAddress: string) => {
      const receivedAt = testNow + after;
      const caller = await identifyCaller(db, token, receivedAt);
      await recordHeartbeats(db, [
        testArrival({ timestamp: iso(receivedAt) }, { caller, receivedAt, ipAddress }),
      ]);
      return (
        await db.query("SELECT last_used_at - ? AS after, last_used_from AS a FROM agent_tokens", [testNow])
      )[0];
    };
    expect(await use(1, "10.0.0.1")).toEqual({ after: 1, a: "10.0.0.1" });
    expect(await use(minute, "10.0.0.2")).toEqual({ after: 1, a: "10.0.0.1" });
    expect(await use(minute + 2, "10.0.0.3")).toEqual({ after: minute + 2, a: "10.0.0.3" });
  });

  test("an enrolment whose answer was lost may be asked again until its token was used", async () => {
    const db = await openTestDatabase(kind);
    const caller = enrolling("hle_key");
    await recordHeartbeats(db, [testArrival({}, { caller })]);
    const [again] = await recordHeartbeats(db, [testArrival({}, { caller })]);
    expect(again).toMatchObject({ kind: "duplicate", serverToken: expect.stringMatching(/^hla_/) });
    expect(await db.query("SELECT count(*) AS n FROM agent_tokens WHERE revoked_at IS NULL")).toEqual([
      { n: 1 },
    ]);

    await db.write([{ sql: "UPDATE agent_tokens SET last_used_at = 1 WHERE revoked_at IS NULL", args: [] }]);
    const [late] = await recordHeartbeats(db, [testArrival({}, { caller })]);
    expect(late).toMatchObject({ kind: "rejected", error: { code: "forbidden" } });
    const [other] = await recordHeartbeats(db, [testArrival({}, { caller: enrolling("hle_other") })]);
    expect(other).toMatchObject({ kind: "rejected", error: { code: "forbidden" } });
  });

  test.each(["its first answer was lost", "it is not yet registered"])(
    "an enrolment that is sent five times at once, and %s, gets one token, whichever answer arrives",
    async (when) => {
      const db = await openTestDatabase(kind);
      await db.write([
        {
          sql: "INSERT INTO enrolment_keys (id, name, key_sha256, uses_max) VALUES (1, 'k', ?, 1)",
          args: [sha256("hle_key")],
        },
      ]);
      const caller = enrolling("hle_key", { keyId: 1 } as Partial<Caller>);
      if (when.includes("lost")) await recordHeartbeats(db, [testArrival({}, { caller })]);
      const at = (seconds: number) => ({ timestamp: iso(testNow - 1000 * seconds) });
      const five = [0, 0, 1, 2, 3].map((seconds) => testArrival(at(seconds), { caller }));
      const outcomes = await recordHeartbeats(db, five);
      const tokens = outcomes.map((outcome) => (outcome.kind === "rejected" ? null : outcome.serverToken));
      expect(new Set(tokens).size).toBe(1);
      expect(await db.query("SELECT token_sha256 FROM agent_tokens WHERE revoked_at IS NULL")).toEqual([
        { token_sha256: sha256(String(tokens[0])) },
      ]);
      expect(await db.query("SELECT uses_count FROM enrolment_keys")).toEqual([{ uses_count: 1 }]);
      expect(await count(db, "metrics")).toBe(4);
      const issued = await db.query<{ action: string }>("SELECT action FROM audit_log ORDER BY id");
      const expected = when.includes("lost") ? ["server.register", "agent_token.issue"] : ["server.register"];
      expect(issued.map(({ action }) => action)).toEqual(expected);
    },
  );

  test("a single-use key that two machines use in one commit serves one of them", async () => {
    const db = await openTestDatabase(kind);
    await db.write([
      {
        sql: "INSERT INTO enrolment_keys (id, name, key_sha256, uses_max) VALUES (1, 'k', ?, 1)",
        args: [sha256("hle_1")],
      },
    ]);
    const caller = enrolling("hle_1", { keyId: 1 } as Partial<Caller>);
    const outcomes = await recordHeartbeats(db, [
      testArrival({ server_id: "a" }, { caller }),
      testArrival({ server_id: "b" }, { caller }),
      testArrival({ server_id: "c" }),
    ]);
    expect(outcomes.map((o) => o.kind)).toEqual(["accepted", "rejected", "accepted"]);
    expect(await db.query("SELECT id FROM servers ORDER BY id")).toEqual([{ id: "a" }, { id: "c" }]);
    expect(await db.query("SELECT uses_count FROM enrolment_keys")).toEqual([{ uses_count: 1 }]);
  });

  test("a list of packages is stored when it changes", async () => {
    const db = await openTestDatabase(kind);
    const at = (minutes: number, version: string) =>
      testArrival({
        timestamp: iso(testNow - minutes * minute),
        packages: [{ name: "openssl", new_version: version }],
      });
    for (const arrival of [at(3, "1"), at(2, "1"), at(1, "2")]) await recordHeartbeats(db, [arrival]);
    expect(await count(db, "metrics_snapshot")).toBe(2);
  });

  test("the fullest of all filesystems is kept beside the one that the agent calls the disk", async () => {
    const db = await openTestDatabase(kind);
    const filesystems = [
      { mount_point: "/", percent: 48 },
      { mount_point: "/mnt/tank", used_bytes: 96, available_bytes: 4 },
    ];
    await recordHeartbeats(db, [testArrival({ filesystems })]);
    expect(await db.query("SELECT disk_percent, disk_worst_percent FROM metrics")).toEqual([
      { disk_percent: 48, disk_worst_percent: 96 },
    ]);
  });

  test("heartbeats that the agent had to drop are counted once, from its newest sample only", async () => {
    const db = await openTestDatabase(kind);
    const lost = (minutes: number, spool_dropped: number) =>
      testArrival({ timestamp: iso(testNow + minutes * minute), spool_dropped });
    for (const arrival of [lost(0, 3), lost(0, 3), lost(-9, 3), lost(1, 2)])
      await recordHeartbeats(db, [arrival]);
    expect(await db.query("SELECT spool_dropped_count FROM servers")).toEqual([{ spool_dropped_count: 5 }]);
  });
});
