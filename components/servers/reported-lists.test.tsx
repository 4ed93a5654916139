import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ReportedLists } from "./reported-lists";

const now = Date.UTC(2026, 10, 21, 12);
const at = now - 3 * 86_400_000;
const noLines = () => [null, null] as const;
const lists = new Map([
  ["network_interfaces", { at, items: [{ name: "eth0", is_up: true, rx_bytes: 1, tx_bytes: 1 }] }],
  ["containers", { at, items: [{ name: "web", status: "running" }] }],
]);

it("tells what a silent machine last said as of then, hatched, not as the present", () => {
  const html = renderToStaticMarkup(
    <ReportedLists lists={lists} now={now} isHeard={false} diskLines={noLines} />,
  );
  expect(html).toMatch(/as of <time[^>]*>18 Nov 12:00 UTC<\/time>/);
  expect(html).toContain(">was up<");
  expect(html).toContain(">was running<");
  expect(html).not.toContain("text-ok");
});

it("tells what is so of a machine that is heard", () => {
  const html = renderToStaticMarkup(<ReportedLists lists={lists} now={now} isHeard diskLines={noLines} />);
  expect(html).toContain(">up<");
  expect(html).toContain("text-ok");
  expect(html).not.toContain("as of");
});
