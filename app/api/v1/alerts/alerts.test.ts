import { expect, test } from "vitest";
import {
  alertDetailAnswerSchema,
  alertListAnswerSchema,
  pendingAlertsAnswerSchema,
} from "@/domain/alerts/alert-answer";
import { serverAnswerSchema, serverListAnswerSchema } from "@/domain/servers/server-answer";
import { insertAlert, insertRow, insertServer } from "@/hub/alerts/testing-alerts";
import { testNow } from "@/hub/testing";
import { GET as getServer } from "../servers/[id]/route";
import { GET as listServers } from "../servers/route";
import { ask, bodyOf, enrolmentKey, errorOf, stopClock, testHub, withId } from "../testing";
import { POST as acknowledge } from "./[id]/acknowledge/route";
import { POST as resolve } from "./[id]/resolve/route";
import { GET as getOne } from "./[id]/route";
import { GET as listPending } from "./pending/route";
import { GET as list } from "./route";

type Handler = typeof acknowledge;
const listOf = async (query = "") => bodyOf(await list(ask(`/alerts${query}`), {}), alertListAnswerSchema);
const post = (handler: Handler, id: number | string, asked: Parameters<typeof ask>[1] = {}) =>
  handler(ask("/alerts/1/deed", { method: "POST", ...asked }), withId(String(id)));
const read = async (id: number) =>
  bodyOf(await getOne(ask("/alerts/1"), withId(String(id))), alertDetailAnswerSchema);
const detailOf = (response: Response) => bodyOf(response, alertDetailAnswerSchema);

async function hub() {
  const db = await testHub();
  await insertServer(db, "nas", { display_name: "Storage" });
  return { db, id: await insertAlert(db) };
}

test("the list is empty in an empty hub, and its page is fifty alerts long", async () => {
  await testHub();
  expect(await listOf()).toEqual({ alerts: [], total: 0, limit: 50, offset: 0 });
});

test("an alert is listed with all that is known of it, in the names of the contract", async () => {
  const { id } = await hub();
  const { alerts, total } = await listOf("?status=open&severity=high&server_id=nas&alert_type=cpu&q=cpu");
  expect(total).toBe(1);
  expect(alerts[0]).toEqual({
    ...{ id, server_id: "nas", server_name: "Storage", alert_type: "cpu", subject: "", severity: "high" },
    ...{
      status: "open",
      title: "nas: CPU at 91 %",
      message: "CPU is at 91 %, at or above the line of 85 %.",
    },
    ...{ threshold_value: 85, actual_value: 91, peak_value: 91, created_at: "2026-11-21T09:30:00.000Z" },
    ...{
      acknowledged_at: null,
      acknowledged_by: null,
      stale_at: null,
      resolved_at: null,
      auto_resolved: false,
    },
    updated_at: expect.any(String),
  });
});

test("pages do not overlap, and times filter with any offset", async () => {
  const { db } = await hub();
  for (const minute of [1, 2, 3]) {
    await insertAlert(db, {
      subject: `/${minute}`,
      alert_type: "disk",
      created_at: testNow + minute * 60_000,
    });
  }
  const subjects = async (query: string) => (await listOf(query)).alerts.map(({ subject }) => subject);
  expect(await subjects("?limit=2")).toEqual(["/3", "/2"]);
  expect(await subjects("?limit=2&offset=2")).toEqual(["/1", ""]);
  expect(await subjects("?from=2026-11-21T10:32:00%2B01:00")).toEqual(["/3", "/2"]);
  expect(await subjects("?from=2026-11-21T09:31:00Z&to=2026-11-21T09:32:00Z")).toEqual(["/2", "/1"]);
  expect(await listOf("?limit=2&offset=2")).toMatchObject({ total: 4, limit: 2, offset: 2 });
});

test.each([
  ["status", "status=closed"],
  ["status", "status="],
  ["severity", "severity=fatal"],
  ["server_id", "server_id=Not%20a%20slug"],
  ["alert_type", "alert_type=mood"],
  ["q", `q=${"x".repeat(201)}`],
  ["from", "from=yesterday"],
  ["to", "to=1700000000"],
  ["to", "from=2026-11-21T10:00:00Z&to=2026-11-21T09:00:00Z"],
  ["limit", "limit=0"],
  ["limit", "limit=101"],
  ["limit", "limit=ten"],
  ["offset", "offset=-1"],
  ["offset", "offset=1.5"],
])("a bad %s is 422 (%s)", async (path, query) => {
  await testHub();
  expect(await errorOf(await list(ask(`/alerts?${query}`), {}))).toMatchObject({
    ...{ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] },
  });
});

test("one alert is read with its timeline and the messages about it", async () => {
  const { db, id } = await hub();
  await db.write([
    insertRow("alert_events", { alert_id: id, kind: "opened", at: testNow, severity: "high", value: 91 }),
    insertRow("notification_channels", { name: "phone", type: "ntfy", settings: '{"token":"secret"}' }),
    insertRow("notifications", {
      ...{
        idempotency_key: "a",
        alert_id: id,
        channel_id: 1,
        event: "opened",
        severity: "high",
        at: testNow,
      },
      ...{ content: "{}", next_attempt_at: testNow, created_at: testNow },
    }),
  ]);
  const alert = await read(id);
  expect(alert.timeline).toEqual([
    { kind: "opened", at: "2026-11-21T09:30:00.000Z", severity: "high", value: 91, actor: null, note: null },
  ]);
  expect(alert.deliveries).toEqual([
    {
      ...{ event: "opened", channel: "phone", channel_type: "ntfy", status: "waiting", attempts: 0 },
      ...{ answer: null, answer_status: null, created_at: "2026-11-21T09:30:00.000Z" },
      ...{ next_attempt_at: "2026-11-21T09:30:00.000Z", finished_at: null },
    },
  ]);
  const { timeline: _timeline, deliveries: _deliveries, ...listed } = alert;
  expect((await listOf()).alerts).toEqual([listed]);
});

test("an acknowledgement is 200, again 200 with the same answer, and 409 after the end", async () => {
  const { id } = await hub();
  stopClock(testNow + 60_000);
  const response = await post(acknowledge, id, { json: { note: "  on my way " } });
  expect(response.status).toBe(200);
  const first = await detailOf(response);
  expect(first).toMatchObject({
    ...{ status: "acknowledged", acknowledged_by: "HOMELAB_API_KEY" },
    acknowledged_at: "2026-11-21T09:31:00.000Z",
  });
  expect(first.timeline).toMatchObject([
    { kind: "acknowledged", actor: "HOMELAB_API_KEY", note: "on my way" },
  ]);
  expect(await detailOf(await post(acknowledge, id))).toEqual(first);
  expect(await detailOf(await post(resolve, id))).toMatchObject({ status: "resolved" });
  expect(await errorOf(await post(acknowledge, id))).toMatchObject({
    ...{ status: 409, code: "CONFLICT", message: `Alert '${id}' is resolved already` },
  });
});

test("a resolve by hand is 200, again 200 with the same answer", async () => {
  const { id } = await hub();
  const response = await post(resolve, id, { json: { note: "new fan" } });
  expect(response.status).toBe(200);
  const first = await detailOf(response);
  expect(first).toMatchObject({ status: "resolved", auto_resolved: false, resolved_at: expect.any(String) });
  expect(first.timeline).toMatchObject([{ kind: "resolved", actor: "HOMELAB_API_KEY", note: "new fan" }]);
  expect(await detailOf(await post(resolve, id, { json: { note: "again" } }))).toEqual(first);
});

test.each([
  ["no body", {}],
  ["an empty body of JSON", { body: "", headers: { "Content-Type": "application/json" } }],
  ["blanks", { body: " \n" }],
  ["an object without a note", { json: {} }],
  ["a note that is null", { json: { note: null } }],
  ["a note without words", { json: { note: "   " } }],
  ["keys that are not known", { json: { by: "me" } }],
])("%s is a deed without a note", async (_what, asked) => {
  const { id } = await hub();
  for (const handler of [acknowledge, resolve]) {
    const response = await post(handler, id, asked);
    expect(response.status).toBe(200);
    expect((await detailOf(response)).timeline.at(-1)?.note).toBeNull();
  }
});

test.each([
  ["a note that is too long", { json: { note: "x".repeat(2001) } }, 422],
  ["a note that is a number", { json: { note: 7 } }, 422],
  ["a list", { json: [] }, 422],
  ["null", { json: null }, 422],
  ["no JSON", { body: "{note", headers: { "Content-Type": "application/json" } }, 422],
  ["a form", { body: "note=x", headers: { "Content-Type": "application/x-www-form-urlencoded" } }, 415],
  ["a body that is too large", { body: "x".repeat(65 * 1024) }, 413],
])("%s is refused and changes nothing", async (_what, asked, status) => {
  const { id } = await hub();
  const before = await read(id);
  for (const handler of [acknowledge, resolve]) {
    expect((await errorOf(await post(handler, id, asked))).status).toBe(status);
  }
  expect(await read(id)).toEqual(before);
});

test("an alert that is not there is 404, whatever it is called", async () => {
  await hub();
  const ids = [
    "99",
    "0",
    "-1",
    "1.0",
    "1e0",
    "0x1",
    "abc",
    "",
    " 1",
    "9".repeat(400),
    "9007199254740993",
    "\u0000",
    "\ud800",
  ];
  for (const id of ids) {
    for (const response of [
      await getOne(ask("/alerts/x"), withId(id)),
      await post(acknowledge, id),
      await post(resolve, id),
    ]) {
      expect(await errorOf(response)).toMatchObject({
        ...{
          status: 404,
          code: "NOT_FOUND",
          message: expect.stringMatching(/^Alert '.{0,100}' not found$/s),
        },
      });
    }
  }
});

test("what counts is pending: value, line, how long already and when it is due", async () => {
  const { db } = await hub();
  await db.write([
    insertRow("alert_states", {
      ...{ server_id: "nas", metric_type: "memory", consecutive_breaches: 1, current_value: 88.5 },
      first_breach_at: testNow,
    }),
  ]);
  stopClock(testNow + 45_500);
  const answer = await bodyOf(await listPending(ask("/alerts/pending"), {}), pendingAlertsAnswerSchema);
  expect(answer).toEqual({
    total: 1,
    pending: [
      {
        ...{ server_id: "nas", server_name: "Storage", alert_type: "memory", subject: "" },
        ...{ value: 88.5, threshold: 85, breaches: 1, breaches_due: 3 },
        ...{ first_breach_at: "2026-11-21T09:30:00.000Z", elapsed_seconds: 45 },
        due_at: "2026-11-21T09:32:00.000Z",
      },
    ],
  });
});

test("a server says how many of its alerts are not over", async () => {
  const { db, id } = await hub();
  await insertServer(db, "pi");
  await insertAlert(db, { alert_type: "disk", status: "resolved" });
  const disk = await insertAlert(db, { alert_type: "disk", subject: "/" });
  await post(acknowledge, disk);
  const counts = async () => {
    const { servers } = await bodyOf(await listServers(ask("/servers"), {}), serverListAnswerSchema);
    const nas = await bodyOf(await getServer(ask("/servers/nas"), withId("nas")), serverAnswerSchema);
    expect(servers).toContainEqual(nas);
    return Object.fromEntries(servers.map((server) => [server.id, server.active_alert_count]));
  };
  expect(await counts()).toEqual({ nas: 2, pi: 0 });
  await post(resolve, id);
  expect(await counts()).toEqual({ nas: 1, pi: 0 });
});

test("nothing is read or done without the API key", async () => {
  const { id } = await hub();
  const before = await read(id);
  for (const key of [null, "wrong", enrolmentKey]) {
    const answers = [
      await list(ask("/alerts", { key }), {}),
      await listPending(ask("/alerts/pending", { key }), {}),
      await getOne(ask("/alerts/1", { key }), withId(String(id))),
      await post(acknowledge, id, { key }),
      await post(resolve, id, { key }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  }
  expect(await read(id)).toEqual(before);
});
