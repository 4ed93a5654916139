import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ServiceTable } from "./service-table";

type Props = Parameters<typeof ServiceTable>[0];

const now = Date.UTC(2026, 10, 21, 9, 30);
const whole = { percent: 100, runningMs: 1, downMs: 0, unknownMs: 0 };

const row = {
  serverId: "nas",
  serverName: "nas",
  href: "/servers/nas/services",
  name: "smbd.service",
  unit: "smbd.service",
  isCritical: false,
  status: "failed",
  mark: { state: "bad", word: "failed" },
  reason: null,
  since: now,
  memoryMb: null,
  restartsOfDay: 0,
  day: whole,
  month: whole,
  monthStrip: { label: "Last 30 days", paths: [] },
} as unknown as Props["rows"][number];

const sort = Object.fromEntries(
  ["state", "service", "server", "since", "memory"].map((key) => [key, { href: `/services?sort=${key}` }]),
) as Props["sort"];

test("a narrow screen says the state in a word as well, beside the server's name", () => {
  const html = renderToStaticMarkup(<ServiceTable rows={[row]} now={now} sort={sort} />);
  expect(html).not.toContain("[&amp;&gt;span]:sr-only");
  expect(html).toMatch(/<span class="[^"]*sm:hidden[^"]*">(?:(?!<td).)*<span>failed<\/span>(?:(?!<td).)*nas/);
});
