import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { ChannelSettings } from "../../../../domain/notifications/channel-settings";
import { oneLine } from "../../../../domain/notifications/escape";
import { plainBody } from "../../../../domain/notifications/message";
import { checkedAddresses } from "../../checked-address";
import { SEND_LIMIT_MS, type SendLimits, SendTimeoutError } from "../../outgoing-request";
import { failureOf, type Outgoing, type Sender, type SendResult } from "../channel";

/** SMTP by nodemailer. The mail is plain text, and is one and the same to the receiver however often it is sent: its Message-ID says so. */
export const sendEmail: Sender<"email"> = async (settings, outgoing, limits) => {
  const limitMs = limits.limitMs ?? SEND_LIMIT_MS;
  let stop = () => {};
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop();
      reject(new SendTimeoutError(limitMs));
    }, limitMs);
  });
  try {
    const sending = send(settings, outgoing, { ...limits, limitMs }, (close) => {
      stop = close;
    });
    return await Promise.race([sending, late]);
  } catch (error) {
    return refusalOf(error);
  } finally {
    clearTimeout(timer);
    stop();
  }
};

async function send(
  settings: ChannelSettings["email"],
  outgoing: Outgoing,
  limits: SendLimits & { limitMs: number },
  onOpen: (close: () => void) => void,
): Promise<SendResult> {
  const { message, idempotencyKey } = outgoing;
  // Connected to is the address that was checked; the certificate is still that of the name.
  const [checked] = await checkedAddresses(settings.host, limits.resolve);
  if (checked === undefined) throw new Error(`${settings.host} has no address`);
  const transport = createTransport({
    host: checked.address,
    port: settings.port,
    secure: settings.security === "tls",
    requireTLS: settings.security === "starttls",
    ignoreTLS: settings.security === "none",
    tls: isIP(settings.host) === 0 ? { servername: settings.host } : {},
    auth: settings.username == null ? undefined : { user: settings.username, pass: settings.password ?? "" },
    connectionTimeout: limits.limitMs,
    greetingTimeout: limits.limitMs,
    socketTimeout: limits.limitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  onOpen(() => transport.close());
  const domain = /@([^\s>]+)/.exec(settings.from)?.[1] ?? "homelabcmd";
  const sent = await transport.sendMail({
    from: settings.from,
    to: settings.to,
    subject: oneLine(message.title),
    text: plainBody(message) || message.title,
    messageId: `<${idempotencyKey.replace(/[^\w.-]+/g, "-")}@${domain}>`,
    headers: { "Auto-Submitted": "auto-generated", "X-HomelabCmd-Event": message.event },
  });
  const refused = sent.rejected.map(String);
  return {
    isDelivered: true,
    status: statusOf(sent.response),
    // Some had it: to send it again would tell those twice.
    answer: refused.length === 0 ? sent.response : `${sent.response} (but not to ${refused.join(", ")})`,
    error: null,
    isPermanent: false,
    retryAfterMs: null,
  };
}

/** By 5yz a server says that it will not take this mail from us, however often it comes; by 4yz that it may later. */
function refusalOf(error: unknown): SendResult {
  const failure = failureOf(error);
  const { responseCode, response } = (error ?? {}) as { responseCode?: unknown; response?: unknown };
  if (typeof responseCode !== "number") return failure;
  return {
    ...failure,
    status: responseCode,
    answer: typeof response === "string" ? response : null,
    isPermanent: responseCode >= 500,
  };
}

function statusOf(response: string): number | null {
  const status = /^(\d{3})\b/.exec(response)?.[1];
  return status === undefined ? null : Number(status);
}
