import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Addresses that a message is never sent to: link-local ones and those where clouds hand out their machines' credentials. The
 * rest of a private network is what a homelab's receivers live in.
 */
const refused = new BlockList();
refused.addSubnet("169.254.0.0", 16, "ipv4");
refused.addAddress("100.100.100.200", "ipv4");
refused.addAddress("192.0.0.192", "ipv4");
refused.addAddress("168.63.129.16", "ipv4");
refused.addSubnet("fe80::", 10, "ipv6");
refused.addAddress("fd00:ec2::254", "ipv6");
refused.addAddress("fd20:ce::254", "ipv6");
// The same IPv4 addresses as translators write them: NAT64, 6to4 and the deprecated IPv4-compatible form.
refused.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
refused.addSubnet("2002:a9fe::", 32, "ipv6");
refused.addSubnet("::a9fe:0", 112, "ipv6");
refused.addAddress("64:ff9b::6464:64c8", "ipv6");
refused.addAddress("64:ff9b::c000:c0", "ipv6");
refused.addAddress("64:ff9b::a83f:8110", "ipv6");

/** The address is one that nothing is sent to. It will be the next time as well. */
export class RefusedAddressError extends Error {
  constructor(host: string, address: string) {
    const what = host === address ? address : `${host} (${address})`;
    super(`${what} is a link-local or metadata address, to which nothing is sent`);
    this.name = "RefusedAddressError";
  }
}

export function isRefusedAddress(address: string): boolean {
  const [bare = ""] = address.split("%");
  const family = isIP(bare);
  // A mapped address (::ffff:169.254.0.1) is matched by the IPv4 rules.
  return family === 0 || refused.check(bare, family === 6 ? "ipv6" : "ipv4");
}

/** Throws where a host is written as an address that is refused: such a one is connected to without a lookup. */
export function refuseLiteral(host: string): void {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0 && isRefusedAddress(bare)) throw new RefusedAddressError(bare, bare);
}

/** The addresses of a host, all of which may be sent to. Throws where one may not. */
export async function checkedAddresses(host: string, resolve: Resolve = lookup): Promise<LookupAddress[]> {
  refuseLiteral(host);
  const found = await resolve(host, { all: true });
  for (const { address } of found)
    if (isRefusedAddress(address)) throw new RefusedAddressError(host, address);
  return found;
}

export type Resolve = (host: string, options: { all: true }) => Promise<LookupAddress[]>;

/**
 * `lookup` of a socket: it is connected to the very addresses that were checked, so a name that resolves to something else a
 * moment later (DNS rebinding) gains nothing.
 */
export function checkedLookup(resolve: Resolve = lookup): LookupFunction {
  return (host, options, callback) => {
    checkedAddresses(host, resolve).then(
      (found) => {
        const [first] = found;
        if (options.all) callback(null, found);
        else if (first !== undefined) callback(null, first.address, first.family);
        else callback(new Error(`${host} has no address`), "");
      },
      (error: Error) => callback(error, ""),
    );
  };
}
