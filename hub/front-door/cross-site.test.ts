import { expect, test } from "vitest";
import { isCrossSite } from "./cross-site";

const host = "hub.lan:3000";

test.each([
  [
    "POST",
    { host, "sec-fetch-site": "same-origin", origin: "http://hub.lan:3000" },
    false,
    "a form of the hub",
  ],
  ["POST", { host, "sec-fetch-site": "none" }, false, "what a person began"],
  ["POST", { host, "sec-fetch-site": "cross-site" }, true, "another site"],
  ["DELETE", { host, "sec-fetch-site": "same-site" }, true, "another name of the same domain"],
  ["POST", { host, origin: "http://hub.lan:3000" }, false, "the hub without TLS"],
  ["POST", { host: "HUB.lan:3000", origin: "http://hub.lan:3000" }, false, "a name in capitals"],
  ["PUT", { host, origin: "http://hub.lan:8080" }, true, "another port of the machine"],
  ["POST", { host, origin: "http://evil.example" }, true, "another site without TLS"],
  ["POST", { host, origin: "null" }, true, "a page that hides where it is from"],
  ["POST", { host, origin: "" }, true, "an origin that is none"],
  ["POST", { host }, false, "a program without a word of either"],
  [
    "POST",
    { host, origin: "http://evil.example", "x-api-key": "k" },
    false,
    "a key, which no browser adds by itself",
  ],
  [
    "POST",
    { host, "sec-fetch-site": "cross-site", authorization: "Bearer k" },
    false,
    "a token, for the same reason",
  ],
  [
    "POST",
    { host, origin: "http://hub.lan:8080", authorization: "Basic YTpi" },
    true,
    "a password for the proxy, which browsers do add by themselves",
  ],
  ["POST", { host, origin: "http://evil.example", cookie: "session=x" }, true, "a borrowed cookie"],
  ["GET", { host, "sec-fetch-site": "cross-site" }, false, "a link from elsewhere"],
  ["HEAD", { host, origin: "http://evil.example" }, false, "a look from elsewhere"],
])("%s with %o is cross-site: %s (%s)", (method, headers, expected, _why) => {
  expect(isCrossSite(method, headers)).toBe(expected);
});
