import { describe, expect, it } from "vitest";
import type { NamedSeries } from "@/db/queries/lists";
import type { Container } from "@/domain/heartbeats/heartbeat";
import { type ChartInput, chartSpecs } from "./chart-specs";

const at = Date.UTC(2026, 10, 21);

function named(kind: NamedSeries["kind"], name: string, value: number): NamedSeries {
  return { kind, name, points: [{ at, mean: value, min: value, max: value, last: value, capacity: 100 }] };
}

function chart(id: string, more: Partial<ChartInput>) {
  const specs = chartSpecs({
    from: at - 3_600_000,
    to: at,
    gapMs: 60_000,
    listGapMs: 60_000,
    isAggregated: false,
    points: [],
    named: [],
    containers: [],
    marks: [],
    ...more,
  });
  const spec = specs.find((each) => each.id === id);
  return { note: spec?.note, labels: spec?.series.map(({ label }) => label) };
}

const many = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("the charts of a server", () => {
  it("draw the fullest filesystems, the fullest first, and say how many they leave out", () => {
    const filesystems = many(14).map((n) => named("filesystem", `/pool/${n}`, n < 13 ? 7 * n : 1));
    expect(chart("disk", { named: filesystems })).toEqual({
      note: "the 8 fullest of 14",
      labels: [12, 11, 10, 9, 8, 7, 6, 5].map((n) => `/pool/${n}`),
    });
  });

  it("say nothing of a limit that was not reached", () => {
    const filesystems = many(8).map((n) => named("filesystem", `/pool/${n}`, n));
    expect(chart("disk", { named: filesystems }).note).toBeUndefined();
  });

  it("never part what an interface received from what it sent, and put eth9 before eth10", () => {
    const interfaces = many(12).flatMap((n) => [
      named("interface_rx", `eth${n}`, n === 3 ? 0 : n),
      named("interface_tx", `eth${n}`, n === 3 ? 0 : 1),
    ]);
    expect(chart("network", { named: interfaces })).toEqual({
      // Nothing went over eth0's receiver, but something over its sender; over eth3 nothing at all.
      note: "the 4 busiest of 11",
      labels: ["eth8 ↓", "eth8 ↑", "eth9 ↓", "eth9 ↑", "eth10 ↓", "eth10 ↑", "eth11 ↓", "eth11 ↑"],
    });
  });

  it("draw the hottest sensors in the order of their names", () => {
    const sensors = many(10).map((n) => named("temperature", `core ${n + 2}`, 40 + n));
    expect(chart("temperature", { named: sensors })).toEqual({
      note: "the 8 hottest of 10",
      labels: many(8).map((n) => `core ${n + 4}`),
    });
  });

  it("draw the busiest containers in the order of their names", () => {
    const items = many(9).map((n) => ({ name: `web-${12 - n}`, cpu_percent: n })) as Container[];
    expect(chart("containers", { containers: [{ at, items }] })).toEqual({
      note: "the 8 busiest of 9",
      labels: many(8).map((n) => `web-${n + 4}`),
    });
  });
});
