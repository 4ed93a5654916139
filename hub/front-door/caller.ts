import { BlockList, isIP } from "node:net";

/** Of a socket that was closed before anybody looked. */
const UNKNOWN_ADDRESS = "unknown";

type Asked = {
  /** The address at the other end of the socket. */
  peer: string | undefined;
  host: string | undefined;
  /** X-Forwarded-For, -Proto and -Host as they came. */
  forwardedFor: string | undefined;
  forwardedProtocol: string | undefined;
  forwardedHost: string | undefined;
};

export type Caller = { address: string; protocol: "http" | "https"; host: string | undefined };

/**
 * Who asks, how and by which name. Anybody can write X-Forwarded headers, so they count only where the socket's other end is a
 * trusted proxy, and of the addresses in them the last that is no trusted proxy itself: what stands before it was written
 * by the caller.
 */
export function callerOf(asked: Asked, isTrusted: (address: string) => boolean): Caller {
  const peer = plainAddress(asked.peer ?? "") ?? UNKNOWN_ADDRESS;
  if (!isTrusted(peer)) return { address: peer, protocol: "http", host: asked.host };
  let address = peer;
  for (const hop of listed(asked.forwardedFor).reverse()) {
    const told = plainAddress(hop);
    if (told === null) break;
    address = told;
    if (!isTrusted(told)) break;
  }
  return {
    address,
    protocol: listed(asked.forwardedProtocol)[0]?.toLowerCase() === "https" ? "https" : "http",
    host: listed(asked.forwardedHost)[0] ?? asked.host,
  };
}

/** `proxies` are addresses and networks (`10.0.0.0/8`) that `isNetwork` knows. */
export function trustIn(proxies: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

/** Whether a text is an address, or a network in the CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}

function listed(header: string | undefined): string[] {
  return (header ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** An address as everybody writes it: IPv4 in IPv6 is IPv4, without the port that some proxies add and without the interface. */
function plainAddress(text: string): string | null {
  const bare = /^\[(.+)\](:\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const plain = /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare.replace(/%.*$/, "");
  return isIP(plain) === 0 ? null : plain.toLowerCase();
}
