import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, escapeDiscord, escapeHtml, escapeSlack, oneLine } from "./escape";
import { digestOf, messageOf, plainBody, signedBy, type ToldAlert } from "./message";

const at = Date.UTC(2026, 10, 21, 2, 13);
const alert: ToldAlert = {
  id: 7,
  serverName: "nas",
  alertType: "disk",
  title: "nas: disk /mnt/tank at 96.2 %",
  message: "Disk /mnt/tank is at 96.2 %, at or above the line of 95.0 %.",
  thresholdValue: 95,
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
    { event: "opened" as const, severity: "high" as const, at, alert: over },
    { event: "resolved" as const, severity: "high" as const, at: at + 60_000, alert: over },
  ];
  const digest = digestOf({ severity: "high", items, url: null });
  expect(digest.title).toBe("Quiet hours are over: 2 messages waited");
  expect(digest.list).toEqual([
    "2026-11-21 02:13:00 UTC HIGH: nas: disk /mnt/tank at 96.2 %, over since 2026-11-21 02:14:00 UTC",
    "2026-11-21 02:14:00 UTC Resolved: nas: disk /mnt/tank at 96.2 %",
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
