import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Sparkline } from "./sparkline";

const draw = (points: (number | null)[]) =>
  renderToStaticMarkup(<Sparkline points={points} label="CPU, last 24 hours" series="cpu" />);
const paths = (html: string) => html.match(/<path/g)?.length ?? 0;

it("is one path as long as no sample is missing", () => {
  expect(paths(draw([10, 20, 30]))).toBe(1);
});

it("leaves a gap empty", () => {
  const html = draw([10, 20, null, 30, 40]);
  expect(paths(html)).toBe(2);
  expect(html.match(/class="line"/g)).toHaveLength(1);
  expect(html).toMatch(/d="M0 34l40-3M120 27l40-3" class="line"/);
});

it("draws nothing when nothing is known", () => {
  expect(paths(draw([]))).toBe(0);
  expect(paths(draw([null, null]))).toBe(0);
});

it("draws one sample, a flat line at the top, and values beyond the scale inside the picture", () => {
  for (const points of [[50], [100, 100], [900, -900, Number.MAX_VALUE]]) {
    const html = draw(points);
    expect(html).not.toMatch(/NaN|Infinity/);
    expect(paths(html)).toBe(1);
  }
});

it("keeps the peak of a day of samples in a picture of 80 pixels", () => {
  const day = Array.from({ length: 1440 }, (_, minute) => (minute === 700 ? 100 : 5));
  // From 5 % up to the top edge: 34 half pixels.
  expect(draw(day)).toContain("2-34 ");
});

it("stays small enough for a thousand rows of three", () => {
  const html = draw(Array.from({ length: 288 }, (_, index) => 50 + 40 * Math.sin(index)));
  expect(html.length).toBeLessThan(600);
});
