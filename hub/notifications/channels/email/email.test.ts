import type { SMTPServerOptions } from "smtp-server";
import { expect, test } from "vitest";
import { channelSettings } from "../../../../domain/notifications/channel-settings";
import { testOutgoing } from "../testing-outgoing";
import { sendEmail } from "./email";
import { mailServer } from "./testing-mail-server";

const settings = (port: number, change: Record<string, unknown> = {}) =>
  channelSettings.email.parse({
    host: "127.0.0.1",
    port,
    security: "none",
    from: "HomelabCmd <hub@homelab.lan>",
    to: ["me@homelab.lan", "you@homelab.lan"],
    ...change,
  });

const withAuth: SMTPServerOptions = {
  authOptional: false,
  allowInsecureAuth: true,
  onAuth({ username, password }, _session, callback) {
    if (username === "hub" && password === "s3cret") callback(null, { user: username });
    else callback(new Error("Invalid username or password"));
  },
};

test("a mail arrives, and other people's text makes no header of its own", async () => {
  const { mails, port } = await mailServer();
  const result = await sendEmail(settings(port), testOutgoing(), {});
  expect(result).toMatchObject({ isDelivered: true, status: 250, error: null });
  const [mail] = mails;
  expect(mail).toMatchObject({ from: "hub@homelab.lan", to: ["me@homelab.lan", "you@homelab.lan"] });
  const [head = "", body = ""] = (mail?.raw ?? "").split(/\r\n\r\n/, 2);
  expect(head).toMatch(/^Subject: CRITICAL: nas/m);
  expect(head).not.toMatch(/^Bcc:/im);
  expect(head).toMatch(/^Message-ID: <alert-7-opened@homelab\.lan>/m);
  expect(head).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(body).toContain("https://hub.lan/alerts/7");
});

test("signs in where it was told to", async () => {
  const { mails, port } = await mailServer(withAuth);
  const good = settings(port, { username: "hub", password: "s3cret" });
  expect(await sendEmail(good, testOutgoing(), {})).toMatchObject({ isDelivered: true });
  expect(mails[0]?.user).toBe("hub");
});

test("a wrong password is a refusal, and the server's word for it is kept", async () => {
  const { mails, port } = await mailServer(withAuth);
  const wrong = settings(port, { username: "hub", password: "guess" });
  const result = await sendEmail(wrong, testOutgoing(), {});
  expect(result).toMatchObject({ isDelivered: false, isPermanent: true, status: 535 });
  expect(result.answer).toContain("Invalid username or password");
  expect(mails).toHaveLength(0);
});

test("a server that rejects for good is believed, and one that says later is asked later", async () => {
  const rejecting = (responseCode: number) =>
    mailServer({
      onRcptTo: (_address, _session, callback) =>
        callback(Object.assign(new Error("not here"), { responseCode })),
    });
  const never = await rejecting(550);
  expect(await sendEmail(settings(never.port), testOutgoing(), {})).toMatchObject({
    isPermanent: true,
    status: 550,
  });
  const later = await rejecting(451);
  expect(await sendEmail(settings(later.port), testOutgoing(), {})).toMatchObject({
    isPermanent: false,
    status: 451,
  });
});

test("a receiver that one server does not know keeps the mail from nobody else, and is named", async () => {
  const { mails, port } = await mailServer({
    onRcptTo: ({ address }, _session, callback) =>
      callback(address.startsWith("you") ? Object.assign(new Error("who?"), { responseCode: 550 }) : null),
  });
  const result = await sendEmail(settings(port), testOutgoing(), {});
  expect(result).toMatchObject({
    isDelivered: true,
    answer: expect.stringContaining("not to you@homelab.lan"),
  });
  expect(mails[0]?.to).toEqual(["me@homelab.lan"]);
});

test("says nothing in the clear to a server that has no TLS, where TLS was asked for", async () => {
  const { mails, port } = await mailServer();
  const result = await sendEmail(settings(port, { security: "starttls" }), testOutgoing(), {});
  expect(result).toMatchObject({ isDelivered: false });
  expect(mails).toHaveLength(0);
});

test("trusts no certificate that nobody signed", async () => {
  const { mails, port } = await mailServer({ disabledCommands: [] });
  const result = await sendEmail(settings(port, { security: "starttls" }), testOutgoing(), {});
  expect(result).toMatchObject({ isDelivered: false, isPermanent: false });
  expect(result.error).toMatch(/certificate/i);
  expect(mails).toHaveLength(0);
});

test("ends within its limit where the server stalls, and goes to no metadata address", async () => {
  const { port } = await mailServer({ onConnect: () => {} });
  const stalled = await sendEmail(settings(port), testOutgoing(), { limitMs: 150 });
  expect(stalled).toMatchObject({ isDelivered: false, isPermanent: false });
  const resolve = async () => [{ address: "169.254.169.254", family: 4 }];
  const refused = await sendEmail(settings(port, { host: "mail.lan" }), testOutgoing(), { resolve });
  expect(refused).toMatchObject({ isDelivered: false, isPermanent: true });
  expect(refused.error).toContain("link-local or metadata");
});
