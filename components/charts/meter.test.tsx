import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { MeterLines } from "@/domain/alerts/meter-lines";
import { Meter } from "./meter";

const memory = (value: number, lines: MeterLines) =>
  renderToStaticMarkup(<Meter value={value} label="Memory" series="memory" lines={lines} />);

it("says its value, and ticks its lines", () => {
  const html = memory(61.4, [80, 95]);
  expect(html).toContain('role="meter"');
  expect(html).toContain('aria-valuenow="61"');
  expect(html).toContain('width="61.4%"');
  expect(html.match(/x="[^"]*" class="tick"/g)).toEqual(['x="80%" class="tick"', 'x="95%" class="tick"']);
  expect(html).toContain("text-memory");
  expect(html).toContain('aria-valuetext="61 %"');
});

it("has the colour of a state past a line, and says which", () => {
  expect(memory(80, [80, 95])).toMatch(/aria-valuetext="80 %, high from 80 %".*text-notice/);
  expect(memory(96.2, [80, 95])).toMatch(/aria-valuetext="96 %, critical from 95 %".*text-bad/);
});

it("ticks no line that is off, or at an end of the bar", () => {
  expect(memory(50, [null, 95]).match(/tick/g)).toHaveLength(1);
  expect(memory(50, [0, 100])).not.toContain("tick");
});

it("shows an unknown value as a dash, not as an empty bar", () => {
  const html = renderToStaticMarkup(<Meter value={null} label="Memory" series="memory" />);
  expect(html).toContain("–");
  expect(html).not.toContain("meter");
});

it("stays in its track whatever it is told", () => {
  expect(renderToStaticMarkup(<Meter value={250} label="CPU" series="cpu" />)).toContain(
    '<rect width="100%"',
  );
  expect(renderToStaticMarkup(<Meter value={-5} label="CPU" series="cpu" />)).toContain('width="0%"');
});
