import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { LocalTime } from "./local-time";
import { RelativeTime } from "./relative-time";
import { TimeZone } from "./time-zone";

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

it.each([
  ["Europe/Berlin", "21 Nov 07:02"],
  ["Asia/Kathmandu", "21 Nov 11:47"],
  ["America/Los_Angeles", "20 Nov 22:02"],
])(
  "says the time of the hub's zone %s in the HTML already, and the exact UTC in the title",
  (name, words) => {
    const html = renderToStaticMarkup(
      <TimeZone name={name}>
        <LocalTime at={at} />
      </TimeZone>,
    );
    expect(html).toContain(`>${words}<`);
    expect(html).toContain('title="2026-11-21 06:02:13 UTC"');
  },
);
