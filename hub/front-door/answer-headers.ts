type Answer = {
  /** As in Content-Type; undefined where the answer has no body. */
  contentType: string | undefined;
  /** What the scripts of this page are known by. */
  nonce: string;
  /** The caller speaks TLS to a trusted proxy. */
  isSecure: boolean;
  /** The hub's name as the caller wrote it. */
  host: string | undefined;
};

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HSTS = "max-age=31536000";

/** Everything that a page of the hub never needs and that asks the visitor for something. */
const PERMISSIONS = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** The headers that every answer carries, whoever has written it. */
export function answerHeaders({ contentType, nonce, isSecure, host }: Answer): Record<string, string> {
  const isPage = contentType?.startsWith("text/html") === true;
  return {
    "Content-Security-Policy": isPage ? pagePolicy(nonce) : NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    // A browser ignores it on plain HTTP, with an error in its console for each page.
    ...(isSecure || isThisMachine(host) ? { "Cross-Origin-Opener-Policy": "same-origin" } : {}),
    ...(isSecure ? { "Strict-Transport-Security": HSTS } : {}),
  };
}

/**
 * Scripts run by their nonce alone, and what they load in turn. The attribute `style` has to be let in, because React writes it for
 * meters and Recharts for its tooltips; it is no way to run a script (docs/decisions). Reloading while one develops
 * needs eval and style elements.
 */
export function pagePolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function isThisMachine(host: string | undefined): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? "");
}
