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
