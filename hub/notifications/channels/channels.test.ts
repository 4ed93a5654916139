import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { channelSettings } from "../../../domain/notifications/channel-settings";
import { testNow } from "../../testing";
import { receiver } from "../testing";
import { type OpenChannel, sendTo } from "./senders";
import { hostile, testOutgoing } from "./testing-outgoing";

/** Sends through a channel to a receiver that answers as it is told; the parsed body, and what came of it. */
async function sent(
  make: (url: string) => { type: OpenChannel["type"]; settings: Record<string, unknown> },
  answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200, body: "ok" },
  outgoing = testOutgoing(),
) {
  const { received, url } = await receiver(() => answer);
  const { type, settings } = make(url);
  const channel = { type, settings: channelSettings[type].parse(settings) } as OpenChannel;
  const result = await sendTo(channel, outgoing, {});
  const [request] = received;
  return { result, request, body: JSON.parse(request?.body ?? "null"), text: request?.body ?? "" };
}

const slack = (url: string) => ({ type: "slack" as const, settings: { url: `${url}/services/T/B/x` } });
const discord = (url: string) => ({ type: "discord" as const, settings: { url: `${url}/api/webhooks/1/x` } });
const telegram = (url: string) => ({
  type: "telegram" as const,
  settings: { url, token: "12:ab-c", chat_id: "-100" },
});
const apprise = (url: string) => ({
  type: "apprise" as const,
  settings: { url: `${url}/notify/home`, tag: "all" },
});

test("webhook signs what it sends with its time, and says under which key", async () => {
  const { request, text } = await sent((url) => ({
    type: "webhook",
    settings: { url: `${url}/in?x=1`, secret: "s" },
  }));
  const timestamp = String(testNow / 1000);
  expect(request).toMatchObject({
    method: "POST",
    path: "/in?x=1",
    headers: {
      "content-type": "application/json",
      "idempotency-key": "alert:7:opened",
      "x-homelabcmd-timestamp": timestamp,
      "x-homelabcmd-signature": `sha256=${createHmac("sha256", "s").update(`${timestamp}.${text}`).digest("hex")}`,
    },
  });
  expect(JSON.parse(text)).toEqual({ event: "opened", alert: { id: 7 }, idempotency_key: "alert:7:opened" });
});

test("webhook without a secret signs nothing", async () => {
  const { request } = await sent((url) => ({ type: "webhook", settings: { url } }));
  expect(request?.headers).not.toHaveProperty("x-homelabcmd-signature");
});

test("slack calls nobody and links to the alert", async () => {
  const { result, request, body, text } = await sent(slack);
  expect(result).toMatchObject({ isDelivered: true, status: 200, answer: "ok" });
  expect(request?.path).toBe("/services/T/B/x");
  expect(text).not.toContain("<!channel>");
  expect(body.attachments[0]).toMatchObject({
    color: "#d92d20",
    title_link: "https://hub.lan/alerts/7?a=1&b=2",
  });
  expect(body.attachments[0].text).toContain("nas&lt;!channel&gt; &amp; @everyone");
  // Nothing of it is markup, so a star is a star.
  expect(body.attachments[0].mrkdwn_in).toEqual([]);
});

test("discord calls nobody, and its own word for patience is heard", async () => {
  const limited = { status: 429, body: '{"message":"slow down","retry_after":1.5}' };
  const { result, body } = await sent(discord, limited);
  expect(result).toMatchObject({ isDelivered: false, isPermanent: false, retryAfterMs: 1500 });
  expect(body.allowed_mentions).toEqual({ parse: [] });
  expect(body.embeds[0].description).toContain("\\@everyone \\*\\*x\\*\\*");
  expect(body.embeds[0].url).toBe("https://hub.lan/alerts/7?a=1&b=2");
});

test("discord's limits hold for the longest text", async () => {
  const long = "*".repeat(3000);
  const outgoing = testOutgoing({
    title: long,
    text: long,
    list: [long],
    facts: [{ name: long, value: long }],
  });
  const { body } = await sent(discord, { status: 204 }, outgoing);
  const [embed] = body.embeds;
  expect([embed.title.length, embed.description.length, embed.fields[0].value.length]).toEqual([
    256, 4000, 1024,
  ]);
});

test("ntfy publishes to its topic with title, priority, tags, link and token", async () => {
  const { request, body } = await sent((url) => ({
    type: "ntfy",
    settings: { url, topic: "homelab", token: "tk_1", tags: ["homelab"] },
  }));
  expect(request).toMatchObject({ path: "/", headers: { authorization: "Bearer tk_1" } });
  expect(body).toMatchObject({
    topic: "homelab",
    priority: 5,
    tags: ["rotating_light", "homelab"],
    click: "https://hub.lan/alerts/7?a=1&b=2",
  });
  expect(body.title).not.toMatch(/[\r\n]/);
  expect(body.message).toContain("https://hub.lan/alerts/7");
});

test("ntfy below a path, with a priority of its own, and good news", async () => {
  const { body } = await sent(
    (url) => ({ type: "ntfy", settings: { url, topic: "homelab", priority: 1 } }),
    { status: 200 },
    testOutgoing({ event: "resolved" }),
  );
  expect(body).toMatchObject({ priority: 1, tags: ["white_check_mark"] });
});

test("gotify gets its token in a header, below the path that it lives at", async () => {
  const { request, body } = await sent((url) => ({
    type: "gotify",
    settings: { url: `${url}/gotify/`, token: "A1" },
  }));
  expect(request).toMatchObject({ path: "/gotify/message", headers: { "x-gotify-key": "A1" } });
  expect(body).toMatchObject({ priority: 10 });
});

test("telegram's HTML has no markup of other people, and its word for patience is heard", async () => {
  const limited = { status: 429, body: '{"ok":false,"error_code":429,"parameters":{"retry_after":7}}' };
  const { result, request, body } = await sent(telegram, limited);
  expect(result).toMatchObject({ isPermanent: false, retryAfterMs: 7000 });
  expect(request?.path).toBe("/bot12:ab-c/sendMessage");
  expect(body).toMatchObject({ chat_id: "-100", parse_mode: "HTML" });
  expect(body.text).not.toContain("<!channel>");
  expect(body.text).toContain('<a href="https://hub.lan/alerts/7?a=1&amp;b=2">');
  const long = "&".repeat(5000);
  const outgoing = testOutgoing({ title: long, text: long, list: Array(21).fill(long) });
  const { body: cut } = await sent(telegram, { status: 200 }, outgoing);
  // The limit counts what is shown, without its markup.
  expect(cut.text.replace(/<[^>]+>/g, "").replaceAll("&amp;", "&").length).toBeLessThanOrEqual(4096);
});

test("pushover gets its two secrets, and 1,024 characters at most", async () => {
  const make = (url: string) => ({ type: "pushover" as const, settings: { url, token: "app", user: "me" } });
  const { request, body } = await sent(make, { status: 200 }, testOutgoing({ text: "x".repeat(5000) }));
  expect(request?.path).toBe("/1/messages.json");
  expect(body).toMatchObject({
    token: "app",
    user: "me",
    priority: 1,
    url: "https://hub.lan/alerts/7?a=1&b=2",
  });
  expect(body.message).toHaveLength(1024);
});

test("apprise is told what kind of message it is, and one that failed behind it is tried again", async () => {
  const { result, body } = await sent(apprise, { status: 424, body: "some failed" });
  expect(result).toMatchObject({ isDelivered: false, isPermanent: false, status: 424 });
  expect(body).toMatchObject({ type: "failure", format: "text", tag: "all" });
});

test.each([slack, discord, telegram, apprise])("%o is refused for good by a 404", async (make) => {
  const { result } = await sent(make, { status: 404, body: "no such hook" });
  expect(result).toMatchObject({ isDelivered: false, isPermanent: true, answer: "no such hook" });
});

test("the text of a plain channel is what was said, each piece in a line of its own", async () => {
  const { body } = await sent((url) => ({ type: "gotify", settings: { url, token: "t" } }));
  expect(body.message).toContain(`Server: ${hostile.replace("\r\n", " ")}\n`);
});
