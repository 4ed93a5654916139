import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { findAlert, listActiveAlerts, listAlertEvents } from "../../db/queries/alerts";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { testBy, testNow } from "../testing";
import { acknowledgeAlert, acknowledgeAlerts } from "./acknowledge-alert";
import { resolveAlert, resolveAlerts } from "./resolve-alert";
import { insertAlert, insertRow, insertServer } from "./testing-alerts";

const minute = 60_000;
const byAda = testBy({ now: testNow + minute });
const byBob = testBy({ actor: { kind: "person", id: "u-bob", name: "bob" }, now: testNow + 2 * minute });

await describeEachDatabase("what hands do to an alert", (kind) => {
  const hubWith = async (change: Record<string, string | number | null> = {}) => {
    const db = await openTestDatabase(kind);
    await insertServer(db, "nas", { display_name: "Storage" });
    return { db, id: await insertAlert(db, change) };
  };
  const stateOf = async (db: Database) => (await db.query("SELECT * FROM alert_states"))[0];
  const timeline = async (db: Database, id: number) =>
    (await listAlertEvents(db, id)).map(({ kind: what, at, actor, note, severity }) => ({
      ...{ what, at, actor, note, severity },
    }));

  test("an acknowledgement says who, when and why, and ends nothing else", async () => {
    const { db, id } = await hubWith();
    const before = await stateOf(db);
    await acknowledgeAlert(db, { id, ...byAda, note: "on my way" });
    expect(await findAlert(db, id)).toMatchObject({
      ...{ status: "acknowledged", acknowledgedBy: "ada", acknowledgedAt: byAda.now },
      ...{ resolvedAt: null, autoResolved: false, serverName: "Storage" },
    });
    expect(await timeline(db, id)).toEqual([
      { what: "acknowledged", at: byAda.now, actor: "ada", note: "on my way", severity: "high" },
    ]);
    expect(await stateOf(db)).toEqual(before);
  });

  test("an acknowledgement is possible while nothing is known of the cause", async () => {
    const { db, id } = await hubWith({ stale_at: testNow });
    await acknowledgeAlert(db, { id, ...byAda });
    expect(await findAlert(db, id)).toMatchObject({ status: "acknowledged", staleAt: testNow });
  });

  test("acknowledging again changes nothing, whoever does it", async () => {
    const { db, id } = await hubWith();
    await acknowledgeAlert(db, { id, ...byAda, note: "on my way" });
    const [alert, events] = [await findAlert(db, id), await listAlertEvents(db, id)];
    await acknowledgeAlert(db, { id, ...byBob });
    await acknowledgeAlert(db, { id, ...byAda, now: byBob.now, note: "on my way" });
    expect(await findAlert(db, id)).toEqual(alert);
    expect(await listAlertEvents(db, id)).toEqual(events);
  });

  test("a second note is kept, and the first hand stays the one that acknowledged", async () => {
    const { db, id } = await hubWith();
    await acknowledgeAlert(db, { id, ...byAda, note: "on my way" });
    await acknowledgeAlert(db, { id, ...byBob, note: "the fan is dead" });
    expect(await findAlert(db, id)).toMatchObject({ acknowledgedBy: "ada", acknowledgedAt: byAda.now });
    expect((await timeline(db, id)).map(({ actor, note }) => [actor, note])).toEqual([
      ["ada", "on my way"],
      ["bob", "the fan is dead"],
    ]);
  });

  test("an acknowledgement that was taken back can be given again, with the same note", async () => {
    const { db, id } = await hubWith();
    await acknowledgeAlert(db, { id, ...byAda, note: "on my way" });
    await db.write(["UPDATE alerts SET status = 'open', acknowledged_at = NULL, acknowledged_by = NULL"]);
    await acknowledgeAlert(db, { id, ...byAda, now: byBob.now, note: "on my way" });
    expect(await findAlert(db, id)).toMatchObject({ status: "acknowledged", acknowledgedAt: byBob.now });
    expect(await timeline(db, id)).toHaveLength(2);
  });

  test("a note from before an acknowledgement was taken back is new to the one after", async () => {
    const { db, id } = await hubWith();
    await acknowledgeAlert(db, { id, ...byAda, note: "on my way" });
    await db.write(["UPDATE alerts SET status = 'open', acknowledged_at = NULL, acknowledged_by = NULL"]);
    await acknowledgeAlert(db, { id, ...byBob });
    await acknowledgeAlert(db, { id, ...byAda, now: byBob.now + 1, note: "on my way" });
    expect((await timeline(db, id)).map(({ note }) => note)).toEqual(["on my way", null, "on my way"]);
  });

  test("a resolved alert cannot be acknowledged, nor one that is not there", async () => {
    const { db, id } = await hubWith({ status: "resolved" });
    const before = await findAlert(db, id);
    await expect(acknowledgeAlert(db, { id, ...byAda, note: "late" })).rejects.toMatchObject({
      code: "conflict",
      message: `Alert '${id}' is resolved already`,
    });
    await expect(acknowledgeAlert(db, { id: 99, ...byAda })).rejects.toMatchObject({
      code: "not_found",
      message: "Alert '99' not found",
    });
    expect(await findAlert(db, id)).toEqual(before);
    expect(await db.query("SELECT * FROM alert_events")).toEqual([]);
  });

  test("resolving by hand ends the alert and forgets what was counted", async () => {
    const { db, id } = await hubWith({ stale_at: testNow });
    await acknowledgeAlert(db, { id, ...byAda });
    await resolveAlert(db, { id, ...byBob, note: "new fan" });
    expect(await findAlert(db, id)).toMatchObject({
      ...{ status: "resolved", resolvedAt: byBob.now, autoResolved: false, staleAt: null },
      ...{ acknowledgedBy: "ada", acknowledgedAt: byAda.now },
    });
    expect((await timeline(db, id)).at(-1)).toMatchObject({
      what: "resolved",
      actor: "bob",
      note: "new fan",
    });
    expect(await stateOf(db)).toMatchObject({
      ...{ current_severity: null, consecutive_breaches: 0, consecutive_clears: 0, first_breach_at: null },
      ...{ last_notified_at: null, alert_id: null, resolved_at: byBob.now },
    });
    expect(await listActiveAlerts(db)).toEqual([]);
  });

  test("resolving again changes nothing, and what is not there is not found", async () => {
    const { db, id } = await hubWith();
    await resolveAlert(db, { id, ...byAda });
    const [alert, state] = [await findAlert(db, id), await stateOf(db)];
    await resolveAlert(db, { id, ...byBob, note: "again" });
    expect(await findAlert(db, id)).toEqual(alert);
    expect(await stateOf(db)).toEqual(state);
    expect(await timeline(db, id)).toHaveLength(1);
    await expect(resolveAlert(db, { id: 99, ...byAda })).rejects.toMatchObject({ code: "not_found" });
  });

  test("what the machine resolved stays resolved by the machine", async () => {
    const { db, id } = await hubWith({ status: "resolved", auto_resolved: 1 });
    await resolveAlert(db, { id, ...byAda });
    expect(await findAlert(db, id)).toMatchObject({ autoResolved: true, resolvedAt: testNow + 1000 });
    expect(await timeline(db, id)).toEqual([]);
  });

  test("a resolved alert about one thing leaves the memory of another alone", async () => {
    const { db, id } = await hubWith();
    const other = await insertAlert(db, { alert_type: "disk", subject: "/mnt/tank" });
    const memory = () => db.query("SELECT * FROM alert_states WHERE metric_type = 'disk:/mnt/tank'");
    const before = await memory();
    await resolveAlert(db, { id, ...byAda });
    expect(await memory()).toEqual(before);
    expect(await findAlert(db, other)).toMatchObject({ status: "open" });
  });

  const channel = (db: Database, name: string, change: Record<string, string | number> = {}) =>
    db.write([insertRow("notification_channels", { name, type: "ntfy", settings: "{}", ...change })]);
  const outbox = (db: Database) =>
    db.query(
      "SELECT n.event, n.severity, n.at, n.content, n.status, c.name FROM notifications n JOIN notification_channels c ON c.id = n.channel_id",
    );

  test("an acknowledgement drops the reminders that wait, and nothing that was sent or is being sent", async () => {
    const { db, id } = await hubWith();
    const other = await insertAlert(db, { alert_type: "disk" });
    await channel(db, "phone");
    const message = (key: string, change: Record<string, string | number | null> = {}) =>
      insertRow("notifications", {
        ...{ idempotency_key: key, alert_id: id, channel_id: 1, event: "reminder", severity: "high" },
        ...{ at: testNow, content: "{}", next_attempt_at: testNow, ...change },
      });
    await db.write([
      message("held"),
      message("lease over", { leased_by: "hub", leased_until: byAda.now - 1 }),
      message("under way", { leased_by: "hub", leased_until: byAda.now + 1 }),
      message("sent", { status: "sent", finished_at: testNow }),
      message("opened", { event: "opened" }),
      message("of another", { alert_id: other }),
    ]);
    await acknowledgeAlert(db, { id, ...byAda });
    expect(
      await db.query(
        "SELECT idempotency_key, answer, finished_at FROM notifications WHERE status = 'dropped'",
      ),
    ).toEqual(
      ["held", "lease over"].map((idempotency_key) => ({
        ...{ idempotency_key, answer: "acknowledged before it was sent", finished_at: byAda.now },
      })),
    );
  });

  test("the end is told once to each channel that is on and takes its severity", async () => {
    const { db, id } = await hubWith();
    await channel(db, "phone", { min_severity: "high" });
    await channel(db, "off", { is_enabled: 0 });
    await channel(db, "critical only", { min_severity: "critical" });
    await resolveAlert(db, { id, ...byAda });
    await resolveAlert(db, { id, ...byBob });
    expect(await outbox(db)).toEqual([
      {
        ...{ event: "resolved", severity: "high", at: byAda.now, status: "waiting", name: "phone" },
        content: JSON.stringify({ severity: "high", value: 91, hangsOn: [] }),
      },
    ]);
  });

  test("the end is not told where ends are not, nor while it flaps", async () => {
    const { db, id } = await hubWith();
    await channel(db, "phone");
    const setting = { key: "notifications", value: '{"notify_on_resolve":false}' };
    await db.write([insertRow("config", setting)]);
    await resolveAlert(db, { id, ...byAda });
    await db.write(["DELETE FROM config WHERE key = 'notifications'"]);
    const second = await insertAlert(db);
    await db.write(["UPDATE alert_states SET flapping_since = 1"]);
    await resolveAlert(db, { id: second, ...byAda });
    expect(await outbox(db)).toEqual([]);
    const third = await insertAlert(db);
    await db.write(["UPDATE alert_states SET flapping_since = NULL"]);
    await resolveAlert(db, { id: third, ...byAda });
    expect(await outbox(db)).toHaveLength(1);
  });

  test("a breach that goes on may open a new alert at once", async () => {
    const { db, id } = await hubWith();
    await expect(insertAlert(db)).rejects.toThrow(/UNIQUE/);
    await resolveAlert(db, { id, ...byAda });
    expect(await insertAlert(db)).toBeGreaterThan(id);
  });

  test("many at once: each has an outcome of its own, in one transaction", async () => {
    const { db, id } = await hubWith();
    const disk = await insertAlert(db, { alert_type: "disk" });
    const over = await insertAlert(db, { alert_type: "memory", status: "resolved" });
    await acknowledgeAlert(db, { id: disk, ...byAda });
    expect([...(await acknowledgeAlerts(db, { ids: [id, disk, over, 99], ...byBob }))]).toEqual([
      [id, "acknowledged"],
      [disk, "unchanged"],
      [over, "resolved"],
      [99, "not_found"],
    ]);
    expect([...(await resolveAlerts(db, { ids: [id, disk, over, 99], ...byBob, note: "moved" }))]).toEqual([
      [id, "resolved"],
      [disk, "resolved"],
      [over, "unchanged"],
      [99, "not_found"],
    ]);
    expect((await timeline(db, id)).map(({ what }) => what)).toEqual(["acknowledged", "resolved"]);
    expect((await acknowledgeAlerts(db, { ids: [], ...byBob })).size).toBe(0);
    expect((await resolveAlerts(db, { ids: [], ...byBob })).size).toBe(0);
  });

  test("of two that acknowledge at once one is the one that did", async () => {
    const { db, id } = await hubWith();
    const hands = ["ada", "bob", "cem", "dee"];
    await Promise.all(
      hands.map((actor) =>
        acknowledgeAlert(db, {
          id,
          ...testBy({ actor: { kind: "person", id: actor, name: actor }, now: testNow + minute }),
        }),
      ),
    );
    const events = await timeline(db, id);
    expect(events).toHaveLength(1);
    expect((await findAlert(db, id))?.acknowledgedBy).toBe(events[0]?.actor);
  });

  test("acknowledging and resolving at once end in resolved, in either order", async () => {
    const { db, id } = await hubWith();
    const results = await Promise.allSettled([
      resolveAlert(db, { id, ...byAda }),
      acknowledgeAlert(db, { id, ...byBob }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const second = await insertAlert(db);
    const others = await Promise.allSettled([
      acknowledgeAlert(db, { id: second, ...byBob }),
      resolveAlert(db, { id: second, ...byAda }),
    ]);
    expect(others.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    for (const one of [id, second]) {
      expect(await findAlert(db, one)).toMatchObject({ status: "resolved" });
      expect((await timeline(db, one)).filter(({ what }) => what === "resolved")).toHaveLength(1);
    }
  });
});
