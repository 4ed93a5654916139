import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { LocalTime } from "./local-time";
import { RelativeTime } from "./relative-time";

const at = Date.UTC(2026, 10, 21, 6, 2, 13);

it("says how long ago, with the exact UTC in the title, before any JavaScript", () => {
  expect(renderToStaticMarkup(<RelativeTime at={at} now={at + 12_000} />)).toBe(
    '<time dateTime="2026-11-21T06:02:13.000Z" title="2026-11-21 06:02:13 UTC" class="whitespace-nowrap">12 s ago</time>',
  );
});

it("says a dash for what never happened", () => {
  expect(renderToStaticMarkup(<RelativeTime at={null} now={at} />)).toContain(">–<");
});

it("names UTC in the HTML, where the browser's zone is not known", () => {
  expect(renderToStaticMarkup(<LocalTime at={at} />)).toContain(">21 Nov 06:02 UTC<");
  expect(renderToStaticMarkup(<LocalTime at={at} show="clock" />)).toContain(">06:02 UTC<");
});
