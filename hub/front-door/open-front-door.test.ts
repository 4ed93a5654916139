import { createServer, type IncomingHttpHeaders, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { requestGate } from "./hold-requests.mjs";
import { openFrontDoor } from "./open-front-door";

const gateKey = Symbol.for("homelabcmd.request-gate");
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
  // A gate stands before one server; the next test has another.
  delete (globalThis as { [gateKey]?: unknown })[gateKey];
});

/** A server that listens before the hub is there, as Next does. */
async function serve(listener: RequestListener): Promise<number> {
  requestGate();
  const server = createServer(listener);
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

type Asked = { method?: string; path?: string; headers?: Record<string, string> };
type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/** Not fetch: a browser's rules forbid it the headers and methods that matter here. */
function ask(port: number, { method = "GET", path = "/", headers = {} }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    })
      .on("error", reject)
      .end();
  });
}

const echo: RequestListener = ({ headers }, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(headers));
};
const page: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end("<p>");
};

test("what arrives before the hub is there waits, and comes through the front door like the rest", async () => {
  let served = 0;
  const port = await serve((request, response) => {
    served++;
    echo(request, response);
  });
  const early = ask(port, { headers: { "X-Forwarded-For": "1.2.3.4" } });
  while (requestGate().waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(served).toBe(0);
  await openFrontDoor({ trustedProxies: [] });
  const { headers, text } = await early;
  expect(JSON.parse(text)["x-forwarded-for"]).toBe("127.0.0.1");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  await ask(port);
  expect(served).toBe(2);
});

test("a caller cannot choose its address, protocol, name, policy or nonce, nor that nothing is done", async () => {
  const port = await serve(echo);
  await openFrontDoor({ trustedProxies: ["10.0.0.0/8"] });
  const { text } = await ask(port, {
    headers: {
      Host: "hub.lan",
      "X-Forwarded-For": "1.2.3.4",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Port": "evil.example",
      "X-Real-IP": "1.2.3.4",
      Forwarded: "for=1.2.3.4",
      "Content-Security-Policy": "script-src 'nonce-evil.example'",
      "Content-Security-Policy-Report-Only": "script-src 'nonce-evil.example'",
      // With it Next answers 200 and does nothing.
      "X-Middleware-Prefetch": "evil.example",
    },
  });
  const seen = JSON.parse(text);
  expect(seen).toMatchObject({
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
    host: "hub.lan",
  });
  // With a dot, which the hub's own random request number, port and nonce never have.
  expect(text).not.toMatch(/evil\.example|1\.2\.3\.4/);
});

const wordless =
  '<!DOCTYPE html><html id="__next_error__"><head></head><body><script src="/x.js"></script></body></html>';

test.each([
  [403, "Not allowed"],
  [404, "Not found"],
  [500, "This page could not be made"],
])(
  "a page that scripts would write, answered %d, says so by itself, under the number of its request",
  async (status, title) => {
    const port = await serve((_request, response) => {
      const packed = gzipSync(wordless);
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.setHeader("Content-Encoding", "gzip");
      response.setHeader("Content-Length", packed.length);
      response.statusCode = status;
      response.flushHeaders();
      response.write(packed.subarray(0, 20));
      response.end(packed.subarray(20));
    });
    await openFrontDoor({ trustedProxies: [] });
    const answer = await ask(port, { headers: { "X-Request-Id": "trace-1" } });
    expect(answer.status).toBe(status);
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(answer.text).toContain(`<title>${title}</title></head><body><noscript>`);
    expect(answer.text).toMatch(
      new RegExp(`<h1[^>]*>${title}</h1>.*<code>trace-1</code>.*</noscript><script src="/x.js">`, "s"),
    );
    const [, nonce] = answer.text.match(/<style nonce="([^"]+)">/) ?? [];
    expect(answer.headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}'`);
  },
);

test.each<[what: string, type: string, status: number, body: string]>([
  ["a page", "text/html", 200, wordless],
  ["a page with words of its own", "text/html", 404, "<!DOCTYPE html><html><body>Nothing here"],
  ["a part of a page", "text/x-component", 500, wordless],
  ["an answer of the API", "application/json", 404, "{}"],
])("%s is sent as it is", async (_what, type, status, body) => {
  const port = await serve((_request, response) => {
    response.writeHead(status, { "Content-Type": type });
    response.write(body.slice(0, 2));
    response.end(body.slice(2));
  });
  await openFrontDoor({ trustedProxies: [] });
  expect(await ask(port)).toMatchObject({ status, text: body });
});

test("what is packed in a way that is not known here, or asked for without its body, is left alone", async () => {
  const port = await serve((_request, response) => {
    response.writeHead(404, { "Content-Type": "text/html", "Content-Encoding": "zstd" });
    response.end("as packed");
  });
  await openFrontDoor({ trustedProxies: [] });
  expect(await ask(port)).toMatchObject({ text: "as packed", headers: { "content-encoding": "zstd" } });
  expect(await ask(port, { method: "HEAD" })).toMatchObject({ status: 404, text: "" });
});

test("a trusted proxy says all three", async () => {
  const port = await serve(echo);
  await openFrontDoor({ trustedProxies: ["127.0.0.0/8"] });
  const { text, headers } = await ask(port, {
    headers: {
      Host: "127.0.0.1",
      "X-Forwarded-For": "6.6.6.6, 192.0.2.7",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "hub.example",
    },
  });
  expect(JSON.parse(text)).toMatchObject({
    "x-forwarded-for": "192.0.2.7",
    "x-forwarded-proto": "https",
    host: "hub.example",
  });
  expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{7,}$/);
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
});

test("a page has scripts by a nonce that is new each time, and the policy that Next reads is the one that is sent", async () => {
  let asked: string | string[] | undefined;
  const port = await serve((request, response) => {
    asked = request.headers["content-security-policy"];
    page(request, response);
  });
  await openFrontDoor({ trustedProxies: [] });
  const nonces = new Set<string>();
  for (let n = 0; n < 3; n++) {
    const { headers } = await ask(port);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toBe(asked);
    nonces.add(/script-src 'self' 'nonce-([^']{20,})' 'strict-dynamic';/.exec(policy)?.[1] ?? "");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src [^;]*unsafe/);
  }
  expect(nonces.size).toBe(3);
});

test("everything else may do nothing at all in a browser", async () => {
  const port = await serve(echo);
  await openFrontDoor({ trustedProxies: [] });
  const { headers } = await ask(port);
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({ "cache-control": "private, no-store", "referrer-policy": "same-origin" });
  expect(headers["strict-transport-security"]).toBeUndefined();
});

test("what an answer says of its own age and its own id stays", async () => {
  const port = await serve((_request, response) => {
    response.setHeader("Cache-Control", "public, max-age=86400");
    response.setHeader("X-Request-Id", "own");
    response.end();
  });
  await openFrontDoor({ trustedProxies: [] });
  const { headers } = await ask(port);
  expect(headers).toMatchObject({ "cache-control": "public, max-age=86400", "x-request-id": "own" });
});

test("a request has one id: the caller's own where it is harmless", async () => {
  const port = await serve(echo);
  await openFrontDoor({ trustedProxies: [] });
  const kept = await ask(port, { headers: { "X-Request-Id": "trace-1" } });
  expect(kept.headers["x-request-id"]).toBe("trace-1");
  const made = await ask(port, { headers: { "X-Request-Id": "a b" } });
  expect(made.headers["x-request-id"]).toMatch(/^[\w-]{36}$/);
  expect(JSON.parse(made.text)["x-request-id"]).toBe(made.headers["x-request-id"]);
});

test.each([
  ["TRACE", "/", {}, 405, "METHOD_NOT_ALLOWED"],
  ["PROPFIND", "/api/v1/servers", {}, 405, "METHOD_NOT_ALLOWED"],
  ["POST", "/_next/static/chunks/a.js", {}, 405, "METHOD_NOT_ALLOWED"],
  ["GET", "/servers/%", {}, 404, "NOT_FOUND"],
  ["GET", "/%E0%A4%A", {}, 404, "NOT_FOUND"],
  ["POST", "/servers/nas", { Origin: "http://evil.example" }, 403, "FORBIDDEN"],
])(
  "%s %s with %o is answered %s before anybody else sees it",
  async (method, path, headers, status, code) => {
    let isSeen = false;
    const port = await serve((_request, response) => {
      isSeen = true;
      response.end();
    });
    await openFrontDoor({ trustedProxies: [] });
    const answered = await ask(port, { method, path, headers: headers as Record<string, string> });
    expect(answered.status).toBe(status);
    expect(JSON.parse(answered.text).detail.code).toBe(code);
    expect(answered.headers["x-content-type-options"]).toBe("nosniff");
    expect(answered.headers["x-request-id"]).toMatch(/\S/);
    expect(isSeen).toBe(false);
  },
);

test("a whole address in the first line is the path in it, whatever host it names", async () => {
  const port = await serve((request, response) => response.end(request.url));
  await openFrontDoor({ trustedProxies: [] });
  expect((await ask(port, { path: "http://evil.example/servers?q=1" })).text).toBe("/servers?q=1");
  expect((await ask(port, { path: "http://" })).status).toBe(404);
});

test.each(["/servers/100%25", "/?q=%", "/%E2%82%AC"])("%s is an address like any other", async (path) => {
  const port = await serve(echo);
  await openFrontDoor({ trustedProxies: [] });
  expect((await ask(port, { path })).status).toBe(200);
});
