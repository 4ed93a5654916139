import { expect, test } from "vitest";
import { channelSettings } from "../../../domain/notifications/channel-settings";
import type { ChannelType } from "../../../domain/notifications/notification";
import { withoutUnseen } from "../../../domain/text/foreign-text";
import { nastyTexts } from "../../../domain/text/testing-nasty-texts";
import { receiver } from "../testing";
import { mailServer } from "./email/testing-mail-server";
import { type OpenChannel, sendTo } from "./senders";
import { testOutgoing } from "./testing-outgoing";

const outgoingOf = (text: string) =>
  testOutgoing({
    title: `CRITICAL: ${text}`,
    text: `Disk ${text} is full.`,
    facts: [{ name: "Server", value: text }],
    list: [text, text],
  });

function open(type: ChannelType, settings: Record<string, unknown>): OpenChannel {
  return { type, settings: channelSettings[type].parse(settings) } as OpenChannel;
}

/** What a channel gets of each nasty text; fails where one is not taken or carries what nobody sees. */
async function eachSent(
  channel: (url: string) => OpenChannel,
  check: (body: Record<string, never>, said: { what: string; text: string }) => void,
) {
  const { received, url } = await receiver(() => ({ status: 200 }));
  for (const [what, text] of nastyTexts) {
    const result = await sendTo(channel(url), outgoingOf(text), {});
    expect(result, what).toMatchObject({ isDelivered: true, status: 200 });
    const request = received.at(-1);
    expect(JSON.stringify(request?.headers), what).not.toMatch(/evil|CRITICAL|Disk/);
    const body = JSON.parse(request?.body ?? "null");
    for (const piece of textsIn(body)) {
      expect(piece, what).not.toMatch(/\p{Cs}/u);
      expect(withoutUnseen(piece.replaceAll("\n", "")), what).toBe(piece.replaceAll("\n", ""));
    }
    check(body, { what, text });
  }
  expect(received).toHaveLength(nastyTexts.length);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

test("slack gets no control sequence, no link and no markup of other people", async () => {
  await eachSent(
    (url) => open("slack", { url }),
    (body, { what }) => {
      expect(body).toMatchObject({ attachments: [{ mrkdwn_in: [] }] });
      for (const piece of textsIn(body)) {
        if (piece.startsWith("https://hub.lan/")) continue;
        expect(piece.replace(/&(?:amp|lt|gt);/g, ""), what).not.toMatch(/[<>&]/);
      }
    },
  );
});

test("discord gets no markup of other people, and may call nobody", async () => {
  await eachSent(
    (url) => open("discord", { url }),
    (body, { what }) => {
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
      for (const piece of textsIn(body)) {
        if (piece.startsWith("https://hub.lan/")) continue;
        const bare = piece.replace("**Not known while this lasts:**", "").replace(/\\./g, "");
        expect(bare, what).not.toMatch(/[`*_~|>#[\]()@:<]/);
      }
    },
  );
});

test("telegram gets HTML whose only tags are ours", async () => {
  await eachSent(
    (url) => open("telegram", { url, token: "12:ab", chat_id: "-100" }),
    (body, { what }) => {
      const html = String(body.text);
      expect(html.match(/<[^>]*>?/g) ?? [], what).toEqual([
        ...["<b>", "</b>", "<b>", "</b>", "<b>", "</b>"],
        ...['<a href="https://hub.lan/alerts/7?a=1&amp;b=2">', "</a>"],
      ]);
      expect(html.replace(/&(?:amp|lt|gt|quot);/g, ""), what).not.toContain("&");
    },
  );
});

test("ntfy keeps its topic and its limit", async () => {
  await eachSent(
    (url) => open("ntfy", { url, topic: "homelab" }),
    (body, { what }) => {
      expect(body, what).toMatchObject({ topic: "homelab", tags: ["rotating_light"] });
      expect(Buffer.byteLength(String(body.message)), what).toBeLessThanOrEqual(4096);
      expect(body, what).not.toHaveProperty("markdown");
    },
  );
});

test("gotify, pushover and apprise get plain text, a line for each piece", async () => {
  const lines = (text: unknown) => String(text).split("\n");
  await eachSent(
    (url) => open("gotify", { url, token: "t" }),
    ({ message }, { what }) => expect(lines(message).length, what).toBeLessThanOrEqual(6),
  );
  await eachSent(
    (url) => open("pushover", { url, token: "t", user: "u" }),
    (body, { what }) => {
      expect(lines(body.message).length, what).toBeLessThanOrEqual(5);
      expect(body).not.toHaveProperty("html");
    },
  );
  await eachSent(
    (url) => open("apprise", { url: `${url}/notify/home` }),
    (body, { what }) => {
      expect(lines(body.body).length, what).toBeLessThanOrEqual(6);
      expect(body).toMatchObject({ format: "text" });
    },
  );
});

test("no text makes a header of a mail, a receiver or an end of the mail", async () => {
  const { mails, port } = await mailServer();
  const channel = open("email", {
    host: "127.0.0.1",
    port,
    security: "none",
    from: "HomelabCmd <hub@homelab.lan>",
    to: ["me@homelab.lan"],
  });
  for (const [what, text] of [
    ...nastyTexts,
    ["a lone dot", ".\r\n.\r\nMAIL FROM:<x@evil.example>"],
  ] as const) {
    expect(await sendTo(channel, outgoingOf(text), {}), what).toMatchObject({ isDelivered: true });
    const mail = mails.at(-1);
    expect(mail?.to, what).toEqual(["me@homelab.lan"]);
    const [head = ""] = (mail?.raw ?? "").split(/\r\n\r\n/, 1);
    const names = head.split(/\r\n(?![ \t])/).map((line) => line.split(":")[0]?.toLowerCase());
    expect(names.sort(), what).toEqual(
      [
        ...["auto-submitted", "content-transfer-encoding", "content-type", "date", "from"],
        ...["message-id", "mime-version", "subject", "to", "x-homelabcmd-event"],
      ].sort(),
    );
  }
  expect(mails).toHaveLength(nastyTexts.length + 1);
});
