const IP_LITERAL = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;
/** Names that nobody outside a home network can own, so that no foreign site can be behind them. */
const PRIVATE_SUFFIXES = [".local", ".localhost", ".lan", ".home", ".home.arpa", ".internal"];

/**
 * Whether a Host header may be this hub's own. A foreign site can point its name at the hub's address (DNS rebinding) and have a
 * visitor's browser read the pages; what it cannot do is to send another name than its own. So addresses, names without a dot
 * and names of private zones are the hub's, and any other name only where HOMELAB_URL says so. No header at all comes from
 * no browser.
 */
export function isOwnHost(header: string | null, publicUrl: string | undefined): boolean {
  if (header === null) return true;
  const host = header.toLowerCase();
  if (publicUrl !== undefined && new URL(publicUrl).host === host) return true;
  const name = host.replace(/:\d+$/, "").replace(/\.$/, "");
  return (
    IP_LITERAL.test(name) || !name.includes(".") || PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}
