import { expect, test } from "vitest";
import { callerOf, isNetwork, trustIn } from "./caller";

const none = trustIn([]);
const proxies = trustIn(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);
const asked = {
  forwardedFor: undefined,
  forwardedProtocol: undefined,
  forwardedHost: undefined,
  host: "hub",
};

test("what a stranger says of itself counts for nothing", () => {
  const forwarded = { forwardedFor: "1.2.3.4", forwardedProtocol: "https", forwardedHost: "evil" };
  expect(callerOf({ ...asked, peer: "192.0.2.7", ...forwarded }, none)).toEqual({
    address: "192.0.2.7",
    protocol: "http",
    host: "hub",
  });
});

test("a trusted proxy says who asks, how and by which name", () => {
  const forwarded = { forwardedFor: "192.0.2.7", forwardedProtocol: "https", forwardedHost: "hub.example" };
  expect(callerOf({ ...asked, peer: "::ffff:10.1.2.3", ...forwarded }, proxies)).toEqual({
    address: "192.0.2.7",
    protocol: "https",
    host: "hub.example",
  });
});

test.each([
  ["10.0.0.1", undefined, "10.0.0.1", "a proxy that says nothing has asked itself"],
  ["10.0.0.1", "", "10.0.0.1", "an empty list says nothing"],
  ["10.0.0.1", "192.0.2.7", "192.0.2.7", "one proxy"],
  ["10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7", "two proxies"],
  ["10.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7", "a list that the caller began itself"],
  ["10.0.0.1", "10.9.9.9, 192.0.2.7", "192.0.2.7", "a caller that names a proxy before itself"],
  ["10.0.0.1", "192.0.2.7, nonsense, 10.0.0.2", "10.0.0.2", "beyond what is no address nobody is known"],
  ["10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3", "a proxy's own machine"],
  ["10.0.0.1", "192.0.2.7:51234", "192.0.2.7", "a proxy that adds the port"],
  ["fd00::1", "[2001:DB8::7]:443", "2001:db8::7", "IPv6 with a port"],
  ["::ffff:127.0.0.1", "::ffff:192.0.2.7", "192.0.2.7", "IPv4 written as IPv6"],
  ["fe80::1%eth0", "1.2.3.4", "fe80::1", "an address of one cable, which is not trusted"],
  [undefined, "1.2.3.4", "unknown", "a socket that is closed already"],
])("from %s saying %s the caller is %s: %s", (peer, forwardedFor, address, _why) => {
  expect(callerOf({ ...asked, peer, forwardedFor }, proxies).address).toBe(address);
});

test.each([
  ["https", "https"],
  ["HTTPS", "https"],
  ["https, http", "https"],
  ["http, https", "http"],
  ["javascript", "http"],
  [undefined, "http"],
])("a trusted proxy's protocol %s is %s", (forwardedProtocol, protocol) => {
  expect(callerOf({ ...asked, peer: "127.0.0.1", forwardedProtocol }, proxies).protocol).toBe(protocol);
});

test.each([
  ["10.0.0.0/8", true],
  ["10.0.0.1", true],
  ["::1", true],
  ["fd00::/8", true],
  ["10.0.0.0/33", false],
  ["fd00::/129", false],
  ["10.0.0.0/", false],
  ["10.0.0.0/8/8", false],
  ["10.0.0.0/-1", false],
  ["proxy.lan", false],
  ["", false],
])("%s can be trusted: %s", (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
