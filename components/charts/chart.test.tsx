import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ChartPoint, ChartSeries, ChartSpec } from "@/domain/metrics/chart";
import { Chart } from "./chart";

const FROM = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;

function series(values: (number | null)[], more: Partial<ChartSeries> = {}): ChartSeries {
  const points = values.map((value, index): ChartPoint => ({ at: FROM + index * MINUTE, value }));
  return { key: "used", label: "Used", series: "cpu", points, ...more };
}

function draw(more: Partial<ChartSpec>): string {
  const spec: ChartSpec = {
    id: "cpu",
    title: "CPU",
    unit: "percent",
    series: [],
    from: FROM,
    to: FROM + 10 * MINUTE,
    ...more,
  };
  return renderToStaticMarkup(<Chart spec={spec} />);
}

const lines = (html: string) => [...html.matchAll(/<path d="([^"]+)" class="line/g)].map(([, d = ""]) => d);
const labels = (html: string) =>
  [...html.matchAll(/<text x="100%"[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe("a chart in the HTML", () => {
  it("breaks its line where a sample is missing", () => {
    const [line = ""] = lines(draw({ series: [series([10, 20, null, 30, 40])] }));
    expect(line.match(/M/g)).toHaveLength(2);
  });

  it("says that there are no samples instead of drawing an empty plane", () => {
    const html = draw({ series: [] });
    expect(html).toContain("No samples in this range");
    expect(html).not.toContain("<svg");
    expect(draw({ series: [series([null, null])] })).toContain("No samples in this range");
  });

  it("draws a single sample as a dot, which is a line of no length with a round cap", () => {
    expect(lines(draw({ series: [series([50])] }))).toEqual(["M0,80Z"]);
  });

  it("draws the band from the lowest to the highest of each aggregate", () => {
    const points = [
      { at: FROM, value: 20, min: 10, max: 30 },
      { at: FROM + MINUTE, value: 25, min: 15, max: 90 },
    ];
    expect(draw({ series: [series([], { points })] })).toContain('class="band');
  });

  it("writes a counter of petabytes without a number that no axis can hold", () => {
    const html = draw({ unit: "bytes", series: [series([Number.MAX_SAFE_INTEGER, 3 * 1024 ** 5])] });
    expect(labels(html)).toEqual(["0 B", "2.0 PiB", "4.0 PiB", "6.0 PiB", "8.0 PiB"]);
    expect(html).not.toMatch(/NaN|Infinity|e\+/);
  });

  it("goes below zero when the values do", () => {
    const shown = labels(draw({ unit: "celsius", series: [series([-12, 8])] }));
    expect(shown).toEqual(["−20 °C", "−10 °C", "0 °C", "10 °C"]);
  });

  it("gives each of twelve file systems a look of its own, all in the hue of disks", () => {
    const twelve = Array.from({ length: 12 }, (_, nth) =>
      series([nth, nth + 1], { key: `/data/${nth}`, label: `/data/${nth}`, series: "disk" }),
    );
    const html = draw({ series: twelve });
    const looks = [...html.matchAll(/class="line ([^"]+)"( stroke-dasharray="[^"]+")?/g)].map(([, ...look]) =>
      look.join(),
    );
    expect(new Set(looks).size).toBe(12);
    expect(looks.every((look) => look.startsWith("text-disk"))).toBe(true);
  });

  it("draws another time fainter and dashed in the colour of its line, and names it", () => {
    const used = series([10, 20]);
    const before = series([30, 40], { key: "used earlier", label: "week before", earlierOf: "used" });
    const html = draw({ series: [used, before, series([1, 2], { key: "more", label: "More" })] });
    const looks = [...html.matchAll(/class="line ([^"]+)"( stroke-dasharray="[^"]+")?/g)].map(
      ([, ...look]) => look,
    );
    expect(looks).toEqual([
      ["text-cpu", undefined],
      ["text-cpu earlier", ' stroke-dasharray="2 4"'],
      ["text-cpu shade-1", undefined],
    ]);
    expect(html).toContain("week before");
  });

  it("draws what is above the axis it was given, rather than cutting it off", () => {
    expect(labels(draw({ series: [series([50, 140])] })).at(-1)).toBe("150 %");
  });

  it("makes room for a level line above all values, and names it in the legend and by its place on the axis", () => {
    const html = draw({
      unit: "load",
      series: [series([1, 2])],
      lines: [{ value: 8.5, label: "2.13 per core" }],
    });
    expect(html).toMatch(/<li[^>]*>(?:(?!<\/li>).)*2\.13 per core/);
    expect(labels(html)).toContain("8.5");
  });

  it("writes no word into the plot, where a line may strike it through, and no figure of the axis over another", () => {
    const html = draw({
      series: [series([93, 96])],
      lines: [
        { value: 95, label: "critical 95 %" },
        { value: 94, label: "high 94 %" },
      ],
    });
    expect(html).not.toMatch(/critical 95 %<\/text>/);
    const places = [...html.matchAll(/<text x="100%" dx="-8" y="([\d.]+)%"[^>]*>([^<]*)</g)]
      .map(([, y, label]) => ({ y: (Number(y) / 100) * 160, label }))
      .sort((a, b) => a.y - b.y);
    expect(places.map(({ label }) => label)).toEqual(["95 %", "94 %", "75 %", "50 %", "25 %", "0 %"]);
    for (const [index, { y }] of places.entries()) {
      if (index > 0) expect(y - (places[index - 1]?.y ?? 0)).toBeGreaterThanOrEqual(11);
    }
  });

  it("labels time in UTC and says so, because the server does not know the browser's zone", () => {
    const html = draw({ to: FROM + 4 * 3_600_000, series: [series([1, 2])] });
    expect(html).toContain(">UTC<");
    expect(html).toContain(">02:00<");
  });

  it("tells its figures in a table, with a dash for what is not known", () => {
    const html = draw({ series: [series([10, 30, null])] });
    const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) =>
      cell.replace(/<[^>]+>/g, ""),
    );
    expect(cells).toEqual(["–", "10.0 %", "30.0 %", "20.0 %"]);
  });

  it("says beside its title what it leaves out", () => {
    expect(draw({ note: "the 8 fullest of 14", series: [series([10])] })).toContain(">the 8 fullest of 14<");
  });

  it("needs no style attribute, so that a strict content security policy can stand", () => {
    expect(draw({ series: [series([10, 30])] })).not.toContain("style=");
  });
});
