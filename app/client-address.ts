/**
 * The address of whoever asks, IPv4 or IPv6 as text. The front door (hub/front-door) has written the header anew: from the
 * socket, or from what a proxy in HOMELAB_TRUSTED_PROXIES says. "unknown" where a socket was closed too soon.
 */
export function clientAddressOf(headers: Headers): string {
  return headers.get("x-forwarded-for") ?? "unknown";
}

/** Whether the caller speaks TLS, to a trusted proxy; so that a cookie may be Secure. */
export function isSecure(headers: Headers): boolean {
  return headers.get("x-forwarded-proto") === "https";
}
