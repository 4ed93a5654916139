import { createHmac } from "node:crypto";
import { post, type Sender } from "../channel";

/**
 * JSON to any program. With a secret each request is signed: `X-HomelabCmd-Signature` is `sha256=` and the HMAC, in hex, of
 * `<X-HomelabCmd-Timestamp>.<body>`. The timestamp, in seconds, is in it so that an old request cannot be sent again.
 */
export const sendWebhook: Sender<"webhook"> = (settings, outgoing, limits) => {
  const body = JSON.stringify(outgoing.payload);
  const timestamp = String(Math.floor(outgoing.now / 1000));
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    "Idempotency-Key": outgoing.idempotencyKey,
    "X-HomelabCmd-Timestamp": timestamp,
  };
  if (settings.secret != null) {
    headers["X-HomelabCmd-Signature"] = `sha256=${signatureOf({ secret: settings.secret, timestamp, body })}`;
  }
  return post({ url: settings.url, headers, body }, outgoing, limits);
};

function signatureOf({
  secret,
  timestamp,
  body,
}: {
  secret: string;
  timestamp: string;
  body: string;
}): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}
