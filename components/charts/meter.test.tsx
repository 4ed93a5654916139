import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Meter } from "./meter";

it("says its value, and ticks its thresholds", () => {
  const html = renderToStaticMarkup(
    <Meter value={61.4} label="Memory" series="memory" thresholds={[80, 95]} />,
  );
  expect(html).toContain('role="meter"');
  expect(html).toContain('aria-valuenow="61"');
  expect(html).toContain('width="61.4%"');
  expect(html.match(/threshold/g)).toHaveLength(2);
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
