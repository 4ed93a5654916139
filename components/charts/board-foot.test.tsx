import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { type Severity, severities } from "@/domain/alerts/alert";
import type { ChartMark } from "@/domain/metrics/chart";
import { alertMark } from "../alerts/alert-row";
import { stateLooks } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";
import { BoardFoot } from "./board-foot";

const from = Date.UTC(2026, 10, 21);
const to = from + 100 * 60_000;
const marks = (count: number) =>
  Array.from(
    { length: count },
    (_, n): ChartMark => ({ at: from + n * 60_000, kind: "reboot", label: `boot ${n}` }),
  );

it("draws a bar as high as the share that arrived, a hairline where none did, and nothing where none was due", () => {
  const cells = [
    { from, to: from + 25 * 60_000, share: null },
    { from: from + 25 * 60_000, to: from + 50 * 60_000, share: 0 },
    { from: from + 50 * 60_000, to: from + 75 * 60_000, share: 0.5 },
    { from: from + 75 * 60_000, to, share: 1 },
  ];
  const html = renderToStaticMarkup(
    <BoardFoot marks={[]} coverage={{ samples: 38, due: 75, cells }} from={from} to={to} />,
  );
  const [due, arrived] = [...html.matchAll(/d="([^"]*)"/g)].map(([, d]) => d);
  expect(due).toBe("M250 7H500v1H250zM500 7H750v1H500zM750 7H1000v1H750z");
  expect(arrived).toBe("M500 8V4H750V8zM750 8V0H1000V8z");
  expect(html).toContain("50.7 % of the samples that were due arrived: 38 of 75.");
});

it("tells the newest events in words where they are many, and how many it leaves to the line", () => {
  const html = renderToStaticMarkup(<BoardFoot marks={marks(30)} from={from} to={to} />);
  expect(html).toContain("6 earlier events are on the line only");
  expect(html.match(/<title>boot/g)).toHaveLength(30);
  expect(html).not.toContain(">boot 5</span>");
  expect(html).toContain(">boot 6</span>");
});

it("marks an alert by its severity as the lists do, and a reboot like no state", () => {
  const marked = (severity: Severity) =>
    renderToStaticMarkup(
      <BoardFoot marks={[{ at: from, kind: "alert", severity, label: "disk" }]} from={from} to={to} />,
    );
  for (const severity of severities) {
    const { state } = alertMark({ severity, status: "open", isStale: false });
    const drawn = renderToStaticMarkup(<StateMark state={state} word="w" />);
    const [, shape = "missing"] = / d="([^"]*)"/.exec(drawn) ?? [];
    const [, colour = "missing"] = /(text-(?:bad|notice|secondary))/.exec(drawn) ?? [];
    expect(marked(severity)).toContain(`d="${shape}"`);
    expect(marked(severity)).toContain(colour);
  }
  const reboot = renderToStaticMarkup(<BoardFoot marks={marks(1)} from={from} to={to} />);
  for (const { shape } of Object.values(stateLooks)) expect(reboot).not.toContain(shape);
  expect(reboot).not.toContain("M0-4.5 4.5 0 0 4.5-4.5 0z");
});

it("is not there when there is nothing to say", () => {
  expect(renderToStaticMarkup(<BoardFoot marks={marks(3)} from={to} to={to + 1} />)).toBe("");
});
