import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, escapeDiscord, escapeHtml, escapeSlack, oneLine } from "./escape";
import { digestOf, messageOf, plainBody, signedBy } from "./message";
import type { NotificationEvent } from "./notification";
import type { ToldAlert } from "./told-words";

const at = Date.UTC(2026, 10, 21, 2, 13);
const alert: ToldAlert = {
  id: 7,
  serverName: "nas",
  alertType: "disk",
  subject: "/mnt/tank",
  title: "nas: disk /mnt/tank at 96.2 %",
  message: "Disk /mnt/tank is at 96.2 %, at or above the line of 95.0 %.",
  thresholdValue: 95,
  actualValue: 96.2,
  peakValue: 98,
  createdAt: at,
  resolvedAt: null,
};
const opened = {
  event: "opened" as const,
  severity: "critical" as const,
  at,
  content: { severity: "critical" as const, value: 96.2, hangsOn: [] as string[] },
  alert: alert as ToldAlert | null,
  line: 95 as number | null,
  url: "https://hub.lan/alerts/7",
};

test("says what, where, since when, the value against its line, and where to look", () => {
  const message = messageOf(opened);
  expect(message.title).toBe("CRITICAL: nas: disk /mnt/tank at 96.2 %");
  expect(plainBody(message)).toBe(
    [
      "Disk /mnt/tank is at 96.2 %, at or above the line of 95.0 %.",
      "Server: nas",
      "Since: 2026-11-21 02:13:00 UTC",
      "Value: 96.2 %, the line is 95.0 %, the worst was 98.0 %",
      "https://hub.lan/alerts/7",
    ].join("\n"),
  );
});

test("says times in the hub's zone, and the hub's name where it has one of its own", () => {
  const message = messageOf({ ...opened, timeZone: "Europe/Berlin" });
  expect(message.facts).toContainEqual({ name: "Since", value: "2026-11-21 03:13:00 UTC+1" });
  expect(signedBy(message, "Cupboard").facts.at(-1)).toEqual({ name: "Hub", value: "Cupboard" });
  expect(signedBy(message, "HomelabCmd")).toEqual(message);
});

/** Opened at 82 %, which its own title and sentence go on saying. */
const risen: ToldAlert = {
  ...alert,
  title: "nas: disk /mnt/tank at 82.0 %",
  message: "Disk /mnt/tank is at 82.0 %, at or above the line of 80.0 %.",
  actualValue: 82,
  peakValue: 97,
};
const over = { resolvedAt: at + 95_000 };
const unit = { subject: "nginx.service", actualValue: null, peakValue: null, thresholdValue: null };

type Told = { event: NotificationEvent; value: number | null; line: number | null };
const down = "nginx.service failed (exit code 1) since 2026-11-21 02:13:00 UTC.";

test.each<[string, Partial<ToldAlert>, Told, string, string]>([
  [
    "got worse",
    {},
    { event: "escalated", value: 97, line: 95 },
    "Now CRITICAL: nas: disk /mnt/tank at 97.0 %",
    "Disk /mnt/tank is at 97.0 %, at or above the line of 95.0 %.",
  ],
  [
    "goes on",
    {},
    { event: "reminder", value: 96, line: 95 },
    "Still CRITICAL: nas: disk /mnt/tank at 96.0 %",
    "Disk /mnt/tank is at 96.0 %, at or above the line of 95.0 %.",
  ],
  [
    "is nearly over",
    {},
    { event: "reminder", value: 94, line: 95 },
    "Still CRITICAL: nas: disk /mnt/tank at 94.0 %",
    "Disk /mnt/tank is at 94.0 %, below the line of 95.0 % again but not over yet.",
  ],
  [
    "is stable after it came and went",
    {},
    { event: "opened", value: 96, line: 95 },
    "CRITICAL: nas: disk /mnt/tank at 96.0 %",
    "Disk /mnt/tank is at 96.0 %, at or above the line of 95.0 %.",
  ],
  [
    "comes and goes",
    {},
    { event: "flapping", value: 41, line: 95 },
    "Comes and goes: nas: disk /mnt/tank",
    "Disk /mnt/tank crosses the line of 95.0 % again and again.",
  ],
  [
    "is over",
    over,
    { event: "resolved", value: 10, line: 95 },
    "Resolved: nas: disk /mnt/tank was at 97.0 %",
    "Disk /mnt/tank was at 97.0 % at worst, at or above the line of 95.0 %.",
  ],
  [
    "was over before its message went out",
    over,
    { event: "escalated", value: 96, line: 95 },
    "Now CRITICAL: nas: disk /mnt/tank was at 96.0 %",
    "Disk /mnt/tank was at 96.0 %, at or above the line of 95.0 %. It is over since 2026-11-21 02:14:35 UTC.",
  ],
  [
    "has no line any more",
    { alertType: "load", subject: "" },
    { event: "reminder", value: 3, line: null },
    "Still CRITICAL: nas: load at 3.00",
    "Load is at 3.00 per core.",
  ],
  [
    "fills faster",
    { alertType: "capacity", actualValue: 11, peakValue: 2.5 },
    { event: "escalated", value: 2.5, line: 3 },
    "Now CRITICAL: nas: disk /mnt/tank may be full in 2.5 d",
    "Disk /mnt/tank may be full in 2.5 d if it goes on filling as it did; that is the early end of the range, and the line is 3.0 d.",
  ],
  [
    "fills no longer",
    { ...over, alertType: "capacity", actualValue: 11, peakValue: 2.5 },
    { event: "resolved", value: null, line: 3 },
    "Resolved: nas: disk /mnt/tank was filling up",
    "Disk /mnt/tank was filling up: at worst it might have been full in 2.5 d.",
  ],
  [
    "is silent still",
    {
      ...{ alertType: "offline", subject: "", actualValue: null, peakValue: null },
      ...{ title: "nas: offline", message: "No heartbeat for 3m, 5 services not known." },
    },
    { event: "reminder", value: null, line: null },
    "Still CRITICAL: nas: offline",
    "Still no heartbeat, 5 services not known.",
  ],
  [
    "was heard again",
    { ...over, alertType: "offline", subject: "", actualValue: null, peakValue: null, title: "nas: offline" },
    { event: "resolved", value: null, line: null },
    "Resolved: nas: was offline",
    "No heartbeat came while it lasted.",
  ],
  [
    "were heard again",
    { ...over, alertType: "network", subject: "", message: "3 servers fell silent at once: a, b, c." },
    { event: "resolved", value: null, line: null },
    "Resolved: Hub or network: many servers were silent",
    "3 servers fell silent at once: a, b, c.",
  ],
  [
    "is down still",
    { ...unit, alertType: "service_down", title: "nas: nginx.service failed", message: down },
    { event: "reminder", value: null, line: null },
    "Still CRITICAL: nas: nginx.service failed",
    down,
  ],
  [
    "runs again",
    { ...over, ...unit, alertType: "service_down", title: "nas: nginx.service failed", message: down },
    { event: "resolved", value: null, line: null },
    "Resolved: nas: nginx.service was down",
    "nginx.service was down.",
  ],
  [
    "is known again",
    { ...over, ...unit, alertType: "service_unknown" },
    { event: "resolved", value: null, line: null },
    "Resolved: nas: nginx.service was not known",
    "Nothing was known of nginx.service.",
  ],
  [
    "restarts more often",
    { ...unit, alertType: "service_restarts", actualValue: 3, peakValue: 5 },
    { event: "reminder", value: 5, line: 3 },
    "Still CRITICAL: nas: nginx.service restarted 5 times within ten minutes",
    "nginx.service was restarted 5 times within ten minutes.",
  ],
  [
    "restarts no longer",
    { ...over, ...unit, alertType: "service_restarts", actualValue: 3, peakValue: 5 },
    { event: "resolved", value: 0, line: 3 },
    "Resolved: nas: nginx.service restarted 5 times within ten minutes",
    "nginx.service was restarted 5 times within ten minutes at worst.",
  ],
])("a message tells of its own moment, not of the opening: %s", (_name, change, told, title, text) => {
  const { event, value, line } = told;
  const content = { ...opened.content, value };
  const message = messageOf({ ...opened, event, content, line, alert: { ...risen, ...change } });
  expect(message).toMatchObject({ title, text });
});

test("the line of its facts is the one of its sentence", () => {
  const content = { ...opened.content, value: 92 };
  const message = messageOf({ ...opened, event: "reminder", content, line: 80, alert: risen });
  expect(message.text).toBe("Disk /mnt/tank is at 92.0 %, at or above the line of 80.0 %.");
  expect(message.facts).toContainEqual({
    ...{ name: "Value", value: "92.0 %, the line is 80.0 %, the worst was 97.0 %" },
  });
});

test("says how long it lasts, and how long it lasted", () => {
  const reminder = messageOf({ ...opened, event: "reminder", at: at + 1_800_000 });
  expect(reminder.title).toMatch(/^Still CRITICAL: /);
  expect(reminder.facts).toContainEqual({ name: "Lasts", value: "30m" });
  const resolved = { ...opened, event: "resolved" as const, alert: { ...alert, resolvedAt: at + 95_000 } };
  expect(messageOf(resolved).facts).toContainEqual({ name: "Lasted", value: "1m 35s" });
});

test("says of an alert that is over by now that it is", () => {
  const message = messageOf({ ...opened, alert: { ...alert, resolvedAt: at + 60_000 } });
  expect(message.text).toContain("It is over since 2026-11-21 02:14:00 UTC.");
});

test("names what hangs on a silent server, and counts what is too much to name", () => {
  const hangsOn = Array.from({ length: 25 }, (_, index) => `nas: service ${index}`);
  const { list, facts } = messageOf({
    ...opened,
    alert: { ...alert, alertType: "offline", title: "nas: offline", thresholdValue: null },
    line: null,
    content: { severity: "critical", value: null, hangsOn },
  });
  expect(list).toHaveLength(21);
  expect(list.at(-1)).toBe("and 5 more");
  expect(facts.map(({ name }) => name)).toEqual(["Server", "Since"]);
});

test("can tell of an alert that was deleted", () => {
  expect(messageOf({ ...opened, alert: null }).title).toContain("not there any more");
});

test("a digest has a line for each, and says which are over", () => {
  const over = { ...alert, resolvedAt: at + 60_000 };
  const items = [
    { event: "opened" as const, severity: "high" as const, at, value: 96.2, alert: over },
    { event: "resolved" as const, severity: "high" as const, at: at + 60_000, value: 41, alert: over },
    { event: "escalated" as const, severity: "critical" as const, at, value: 97, alert },
  ];
  const digest = digestOf({ severity: "high", items, url: null });
  expect(digest.title).toBe("Quiet hours are over: 3 messages waited");
  expect(digest.list).toEqual([
    "2026-11-21 02:13:00 UTC HIGH: nas: disk /mnt/tank was at 96.2 %, over since 2026-11-21 02:14:00 UTC",
    "2026-11-21 02:14:00 UTC Resolved: nas: disk /mnt/tank was at 98.0 %",
    "2026-11-21 02:13:00 UTC Now CRITICAL: nas: disk /mnt/tank at 97.0 %",
  ]);
});

test("nobody's text is markup in Slack, HTML or Discord", () => {
  expect(escapeSlack("<!channel> & <https://x|y>")).toBe("&lt;!channel&gt; &amp; &lt;https://x|y&gt;");
  expect(escapeHtml('<a href="x">')).toBe("&lt;a href=&quot;x&quot;&gt;");
  expect(escapeDiscord("@everyone **x** [a](b) <@1>")).toBe(
    "\\@everyone \\*\\*x\\*\\* \\[a\\]\\(b\\) \\<\\@1\\>",
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(escapeSlack(text)).not.toMatch(/[<>]/);
      expect(escapeHtml(text)).not.toMatch(/[<>"]/);
      expect(escapeDiscord(text).replace(/\\./gs, "")).not.toMatch(/[`*_~|>#[\]()@<]/);
    }),
  );
});

test("nothing in a header is a line of its own, and no cut leaves half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, lengthMax) => {
      expect(oneLine(`a\r\nBcc: x${text}\n`)).not.toMatch(/[\r\n\0\u2028]/);
      const short = cut(text, lengthMax);
      expect(short.length).toBeLessThanOrEqual(lengthMax);
      expect(short).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    }),
  );
});
