import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "@/db/testing";
import { installScript } from "./agent-files";
import { GET as getAgent } from "./homelab-agent/route";
import { hubAddress } from "./hub-address";
import { GET as getInstaller } from "./install.sh/route";

const download = (handler: typeof getAgent, headers: Record<string, string> = { host: "hub.lan:3000" }) =>
  handler(new Request("http://127.0.0.1:3000/agent/file", { headers }), {});

test("the agent is served byte for byte, as text that nobody keeps", async () => {
  const response = await download(getAgent);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  const served = Buffer.from(await response.arrayBuffer());
  expect(served.equals(readFileSync("agent/homelab-agent"))).toBe(true);
});

test("the installer knows the hub under the name that was asked for, and the checksum of the agent that is served", async () => {
  const response = await download(getInstaller);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const script = await response.text();
  const agent = await (await download(getAgent)).text();
  expect(script).toContain("hub='http://hub.lan:3000'");
  expect(script).toContain(`sha256='${createHash("sha256").update(agent).digest("hex")}'`);
  expect(script).not.toMatch(/@HUB_URL@|@AGENT_SHA256@/);
});

test.each([
  ["a name with a port", { host: "hub.lan:3000" }, "http://hub.lan:3000"],
  ["an address", { host: "192.168.1.5" }, "http://192.168.1.5"],
  ["an IPv6 address", { host: "[fd00::5]:3000" }, "http://[fd00::5]:3000"],
  [
    "a proxy that speaks TLS",
    { host: "hub.example.org", "x-forwarded-proto": "https" },
    "https://hub.example.org",
  ],
  ["a protocol that is none", { host: "hub.lan", "x-forwarded-proto": "javascript" }, "http://hub.lan"],
])("the hub's address comes from %s", (_name, headers, expected) => {
  expect(hubAddress(new Headers(headers as Record<string, string>), undefined)).toBe(expected);
});

test("HOMELAB_URL says the address, whatever the request says", () => {
  expect(hubAddress(new Headers({ host: "elsewhere" }), "https://hub.example.org/lab")).toBe(
    "https://hub.example.org/lab",
  );
});

test.each([
  "hub'; touch /tmp/owned; '",
  "$(reboot)",
  "hub`id`",
  "hub lan",
  "hub/path",
  "user@hub",
  "a\\b",
  "-oProxyCommand=x",
  "",
  "[::1",
  "hub:99999999",
  "a".repeat(256),
])("a Host header that is no plain address is refused: %s", async (host) => {
  const response = await download(getInstaller, { host });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ detail: { code: "VALIDATION_ERROR" } });
});

test("an address with shell in it stays text to the shell", async () => {
  const directory = temporaryDirectory();
  const hostile = "https://hub.example.org/'$(touch owned)`touch owned`;touch owned;'";
  const script = (await installScript(hostile)).replace(/^main "\$@".*$/m, "");
  const assignment = /^ *(hub='.*') sha256='[0-9a-f]{64}'$/m.exec(script)?.[1] ?? "";
  writeFileSync(path.join(directory, "said.sh"), `${assignment}\nprintf %s "$hub"\nls\n`);
  expect(execFileSync("sh", ["said.sh"], { cwd: directory, encoding: "utf8" })).toBe(`${hostile}said.sh\n`);
});
