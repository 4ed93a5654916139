import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { stateLooks } from "../ui/state-look";
import { ServicesFigure } from "./services-figure";

const figure = (counts: { running: number; stopped: number; failed: number }) =>
  renderToStaticMarkup(<ServicesFigure of={{ expected: 4, ...counts }} isServerSilent={false} />);

it.each([
  [
    "a failed one as on its own page",
    { running: 1, stopped: 1, failed: 1 },
    "bad",
    "1 failed, 1 stopped, 1 unknown",
  ],
  ["a stopped one", { running: 3, stopped: 1, failed: 0 }, "notice", "1 stopped"],
  ["one that nothing is known of", { running: 3, stopped: 0, failed: 0 }, "unknown", "1 unknown"],
] as const)("marks the worst of those that do not run: %s", (_, counts, state, words) => {
  expect(figure(counts)).toContain(`d="${stateLooks[state].shape}"`);
  expect(figure(counts)).toContain(`title="${words}"`);
  expect(figure(counts)).toContain(`${counts.running}/4`);
});

it("has no mark where all of them run", () => {
  expect(figure({ running: 4, stopped: 0, failed: 0 })).not.toContain("svg");
});
