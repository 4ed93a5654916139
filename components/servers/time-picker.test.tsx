import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { TimePicker, type TimePickerProps } from "./time-picker";

const from = Date.UTC(2026, 10, 20, 12);
const to = Date.UTC(2026, 10, 21, 12);

function draw(more: Partial<TimePickerProps>): string {
  return renderToStaticMarkup(
    <TimePicker
      ranges={[{ label: "24h", href: "/", isCurrent: true }]}
      from={from}
      to={to}
      isCustom={false}
      refused={null}
      kept={[["range", "24h"]]}
      around={{ earlier: null, later: null, wider: null }}
      compare={{ choices: [{ label: "nothing", href: "/", isCurrent: true }], current: null }}
      {...more}
    />,
  );
}

it("keeps each menu in a popover, which a button opens without JavaScript", () => {
  const html = draw({});
  const targets = [...html.matchAll(/<button type="button" popoverTarget="([^"]+)"[^>]*>([^<]+)/gi)];
  expect(targets.map(([, , word]) => word)).toEqual(["custom", "compare"]);
  for (const [, id] of targets) expect(html).toContain(`id="${id}" popover="auto"`);
});

it("shows the form in the page with what was asked, once that was refused", () => {
  const html = draw({
    refused: {
      from: Date.UTC(2026, 10, 21, 10),
      to: Date.UTC(2026, 10, 21, 9),
      faults: [
        { field: "from", words: "From must be before To" },
        { field: "to", words: "There is nothing before", at: from },
      ],
    },
  });
  const [menus = "", form = ""] = html.split('<section aria-label="Custom time"');
  expect(menus).not.toContain("<form");
  expect(form).toContain('value="2026-11-21T10:00"');
  expect(form).toContain('value="2026-11-21T09:00"');
  expect(form).toContain("From must be before To");
  expect(form.match(/autofocus/gi)).toHaveLength(1);
  expect(form).toMatch(/There is nothing before <time[^>]*>20 Nov 12:00 UTC/);
  expect(form).toContain('<input type="hidden" name="range" value="24h"/>');
});
