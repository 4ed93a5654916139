import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Segment } from "@/domain/services/availability";
import { ServiceDetails, ServiceDetailsHead } from "./service-details";
import type { ServiceHistoryRow } from "./service-row";

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 21, 21, 19);
const known = { percent: 98, runningMs: 98, downMs: 2, unknownMs: 0 };

function drawn(monthSegments: Segment[], change: Partial<ServiceHistoryRow> = {}): string {
  const row: ServiceHistoryRow = {
    ...{ serverId: "nas", serverName: "NAS", serverHref: "/servers/nas", href: "", name: "Web" },
    ...{ unit: "nginx.service", displayName: "Web", isCritical: false, enabled: true, status: "failed" },
    ...{ mark: { state: "bad", word: "failed" }, reason: null, since: now - 6 * HOUR, lastSeenAt: now },
    ...{ memoryMb: null, cpuPercent: null, pid: null, restartsOfDay: 2, day: known, month: known },
    ...{ daySegments: monthSegments, monthSegments, ...change },
  };
  return renderToStaticMarkup(<ServiceDetails row={row} now={now} actions={null} />);
}

const segments = (...parts: [hoursAgo: number, status: Segment["status"]][]): Segment[] =>
  parts.map(([hoursAgo, status], index) => {
    const [until = 0] = parts[index + 1] ?? [];
    return { from: now - hoursAgo * HOUR, to: now - until * HOUR, status };
  });
function outages(html: string): string[] {
  const [, list = ""] = /aria-label="Outages"(.*?)<\/ul>/.exec(html) ?? [];
  return [...list.matchAll(/<li.*?<\/li>/g)].map(([item]) =>
    item
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

it("says of an outage that goes on since when it does, and of one that is over from when to when", () => {
  const html = drawn(segments([20, "running"], [10, "stopped"], [8, "running"], [6, "failed"]));
  expect(outages(html)).toEqual([
    "failed since 21 Nov 15:19 UTC",
    "stopped 21 Nov 11:19 UTC to 21 Nov 13:19 UTC",
  ]);
});

it("says of an outage that is older than the month when it began", () => {
  const html = drawn(segments([720, "failed"]), { since: now - 800 * HOUR });
  expect(outages(html)).toEqual(["failed since 19 Oct 13:19 UTC"]);
});

it("has a strip of the time that the share beside it is of, headings, and a sign that it opens", () => {
  const html = drawn(segments([20, "running"], [6, "failed"]));
  const [, summary = ""] = /<summary(.*)<\/summary>/.exec(html) ?? [];
  expect(summary).toContain('aria-label="Last 30 days: down once, for 6 h"');
  expect(summary).not.toContain("Last 24 hours");
  expect(summary).toContain("group-open:rotate-90");
  const heads = renderToStaticMarkup(<ServiceDetailsHead />).replace(/<[^>]*>/g, "|");
  expect(heads.match(/[^|]+/g)).toEqual([
    ...["State", "Service", "For", "Restarts", "Memory", "24 h", "30 d", "Last 30 days"],
  ]);
  // Those who hear the row hear no headings.
  expect(summary).toContain("available in 30 days");
});

it("is where its name in the address leads, inside of what opens", () => {
  expect(drawn(segments([1, "running"]))).toMatch(/<\/summary><div id="nginx\.service"/);
});
