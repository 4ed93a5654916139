import type { LookupAddress } from "node:dns";
import http from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { isRefusedAddress, RefusedAddressError, type Resolve } from "./checked-address";
import { sendRequest } from "./outgoing-request";
import { receiver } from "./testing";

const resolvesTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }));

test("refuses link-local and metadata addresses however they are written, and no other", () => {
  const refused = [
    "169.254.169.254",
    "169.254.0.1",
    "100.100.100.200",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "nonsense",
  ];
  expect(refused.filter((address) => !isRefusedAddress(address))).toEqual([]);
  const allowed = [
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "192.168.1.10",
    "172.16.0.1",
    "100.64.0.1",
    "fd12::1",
    "1.1.1.1",
    "2606:4700::1111",
  ];
  expect(allowed.filter(isRefusedAddress)).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (third, fourth) => {
      expect(isRefusedAddress(`169.254.${third}.${fourth}`)).toBe(true);
      expect(isRefusedAddress(`::ffff:169.254.${third}.${fourth}`)).toBe(true);
      expect(isRefusedAddress(`169.253.${third}.${fourth}`)).toBe(false);
    }),
  );
});

test.each([
  "http://169.254.169.254/latest/meta-data",
  "http://[fe80::1]/",
  "http://[fd00:ec2::254]/",
  "http://0xa9fea9fe/",
  "http://2852039166/",
  "http://[::ffff:169.254.169.254]/",
])("does not connect to %s", async (url) => {
  await expect(sendRequest({ url, body: "" })).rejects.toThrow(RefusedAddressError);
});

test("does not connect to a name that resolves to such an address, were it one of several", async () => {
  for (const resolve of [resolvesTo("169.254.169.254"), resolvesTo("127.0.0.1", "fe80::1")]) {
    await expect(sendRequest({ url: "http://metadata.lan/", body: "" }, { resolve })).rejects.toThrow(
      RefusedAddressError,
    );
  }
});

test("connects to the address that was checked, though the name says something else a moment later", async () => {
  const { received, port } = await receiver();
  let asked = 0;
  const rebinding: Resolve = async (host, options) => {
    asked += 1;
    return asked === 1
      ? resolvesTo("127.0.0.1")(host, options)
      : resolvesTo("169.254.169.254")(host, options);
  };
  const answer = await sendRequest(
    { url: `http://rebinding.lan:${port}/`, body: "x" },
    { resolve: rebinding },
  );
  expect(answer.status).toBe(200);
  expect(received[0]?.headers.host).toBe(`rebinding.lan:${port}`);
  expect(asked).toBe(1);
});

test("reads 64 KiB of an answer and no more, were it endless", async () => {
  const server = http.createServer((_, response) => {
    const pour = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", pour);
    pour();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const answer = await sendRequest({ url: `http://127.0.0.1:${port}/`, body: "" });
  expect(answer.body).toHaveLength(65_536);
});

test("ends within its limit where an answer begins and does not end, and where a name is never found", async () => {
  const server = http.createServer((_, response) => {
    response.write("x");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await expect(sendRequest({ url: `http://127.0.0.1:${port}/`, body: "" }, { limitMs: 100 })).rejects.toThrow(
    "No answer within 0.1 s",
  );
  const resolve: Resolve = () => new Promise(() => {});
  await expect(
    sendRequest({ url: "http://nowhere.lan/", body: "" }, { limitMs: 100, resolve }),
  ).rejects.toThrow("No answer within 0.1 s");
});
