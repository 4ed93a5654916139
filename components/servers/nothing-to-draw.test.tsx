import type { Route } from "next";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { NothingToDraw } from "./nothing-to-draw";

const lastSampleAt = Date.UTC(2026, 10, 18, 19, 46);
const lastDayHref = "/servers/old-pi?range=24h" as Route;

it("says since when a machine is silent, with a way to what it last said", () => {
  const html = renderToStaticMarkup(
    <NothingToDraw lastSampleAt={lastSampleAt} lastDayHref={lastDayHref} wholeHref={null} />,
  );
  const text = html.replace(/<[^>]+>/g, "");
  expect(text).toContain("Nothing was heard after 18 Nov 19:46 UTC");
  expect(text).toContain("Show the last 24 h it was heard (to 18 Nov 19:46 UTC)");
  expect(html).toContain(`href="${lastDayHref}"`);
});

it("leads out of a stretch between two samples", () => {
  const html = renderToStaticMarkup(
    <NothingToDraw lastSampleAt={null} lastDayHref={lastDayHref} wholeHref={"/servers/old-pi" as Route} />,
  );
  expect(html).toContain("There are no samples of this time.");
  expect(html).toContain("Reset zoom");
});
