import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { TimeZone } from "./time-zone";
import { ZonedField } from "./zoned-field";

const at = Date.UTC(2026, 10, 21, 23, 59, 59);

it.each([
  ["minute", 'type="datetime-local"', "2026-11-21T23:59"],
  ["last-second", 'type="date"', "2026-11-21"],
] as const)("asks for a %s in UTC, and says so, before any JavaScript", (asks, type, value) => {
  const html = renderToStaticMarkup(
    <TimeZone name="Asia/Kathmandu">
      <ZonedField label="To" name="to" at={at} asks={asks} />
    </TimeZone>,
  );
  expect(html).toContain("To (UTC)");
  expect(html).toContain(type);
  expect(html).toContain(`name="to"`);
  expect(html).toContain(`value="${value}"`);
  expect(html).not.toContain("hidden");
});

it("names what is wrong beside the field, for those who hear it too", () => {
  const html = renderToStaticMarkup(
    <ZonedField label="From" name="from" at={null} asks="minute" error="From must be before To" />,
  );
  const [, id] = /aria-describedby="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`<p id="${id}" class="text-bad">From must be before To</p>`);
  expect(html).toContain('aria-invalid="true"');
});
