import { expect, it } from "vitest";
import { isCurrent } from "./nav";

const overview = { label: "Overview", href: "/", covers: ["/servers"] } as const;

it.each([
  ["/", true],
  ["/servers/nas", true],
  ["/servers", true],
  ["/serversides", false],
  ["/alerts", false],
])("marks Overview at %s: %s", (pathname, expected) => {
  expect(isCurrent(overview, pathname)).toBe(expected);
});
