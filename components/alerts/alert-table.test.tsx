import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AlertRow } from "./alert-row";
import { AlertTable } from "./alert-table";

const now = Date.UTC(2026, 10, 21, 9, 30);

const row = (change: Partial<AlertRow> = {}): AlertRow => ({
  id: 7,
  href: "/alerts/7",
  serverName: "nas",
  serverHref: "/servers/nas",
  severity: "critical",
  status: "open",
  mark: { state: "bad", look: "solid", word: "critical" },
  what: "disk /mnt/tank",
  reading: "96.2 % ≥ 95 %",
  since: now - 3_600_000,
  resolvedAt: null,
  lasted: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  isStale: false,
  ...change,
});

const table = (rows: AlertRow[], withServer?: boolean) =>
  renderToStaticMarkup(<AlertTable label="Alerts" rows={rows} now={now} withServer={withServer} />);

const linkNames = (html: string) =>
  [...html.matchAll(/<a [^>]*aria-label="([^"]*)"/g)].map(([, name]) => name);

test("a row's link is named by the server and by what is wrong with it", () => {
  expect(linkNames(table([row(), row({ id: 8, what: "disk", isStale: true })]))).toEqual([
    "nas disk /mnt/tank",
    "nas disk (stale)",
  ]);
  expect(linkNames(table([row()], false))).toEqual([]);
});

test("a narrow screen says the severity in a word as well, above what is wrong", () => {
  const html = table([row()]);
  expect(html).not.toContain("[&amp;&gt;span]:sr-only");
  const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) => cell);
  const what = cells.find((cell) => cell.includes("disk /mnt/tank")) ?? "";
  expect(what).toMatch(/^<span class="[^"]*sm:hidden[^"]*">.*<span>critical<\/span>.*nas.*<a /);
});

test("one box selects every row of the page, where there is one to select", () => {
  const selectable = (status: AlertRow["status"]) =>
    renderToStaticMarkup(<AlertTable label="Alerts" rows={[row({ status })]} now={now} isSelectable />);
  expect(selectable("open")).toContain("Select all on this page");
  expect(selectable("resolved")).not.toContain("Select all on this page");
});
