import { expect, it } from "vitest";
import type { ChartSpec } from "@/domain/metrics/chart";
import { chartRows, nearestIndex } from "./chart-rows";
import { packChart } from "./packed-chart";

const spec: ChartSpec = {
  id: "net",
  title: "Network",
  unit: "bytes_per_second",
  from: 1000,
  to: 9000,
  series: [
    {
      key: "rx",
      label: "received",
      series: "network-rx",
      points: [
        { at: 1000, value: 10, min: 5, max: 20 },
        { at: 3000, value: 30, min: 25, max: 40 },
        { at: 5000, value: null },
        { at: 7000, value: 70 },
      ],
    },
    {
      key: "tx",
      label: "sent",
      series: "network-tx",
      points: [
        { at: 2000, value: 1.23456789 },
        { at: 4000, value: 3 },
      ],
    },
  ],
};

it("puts all lines on one column of instants, and keeps gaps that are a line's own", () => {
  const packed = packChart(spec);
  expect(packed.offsets).toEqual([0, 1000, 2000, 3000, 4000, 6000]);
  expect(packed.lines.map(({ values }) => values)).toEqual([
    [10, 20, 30, null, null, 70],
    [null, 1.2346, 2.1173, 3, null, null],
  ]);
});

it("sends a band only for lines that have one", () => {
  const [rx, tx] = packChart(spec).lines;
  expect(rx?.band?.max).toEqual([20, 30, 40, null, null, null]);
  expect(tx?.band).toBeUndefined();
});

it("becomes rows that Recharts can draw", () => {
  expect(chartRows(packChart(spec))[0]).toEqual({ at: 1000, values: [10, null], bands: [[5, 20], null] });
});

it.each([
  [[], 5, -1],
  [[10], 5, 0],
  [[10, 20, 30], 14, 0],
  [[10, 20, 30], 16, 1],
  [[10, 20, 30], 99, 2],
])("finds in %j the instant nearest to %d at %d", (instants, at, index) => {
  expect(nearestIndex(instants, at)).toBe(index);
});
