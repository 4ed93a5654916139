import { describe, expect, it } from "vitest";
import { chosenSpan, spanHref, spansAround } from "./span-query";

const HOUR_MS = 3_600_000;
const now = Date.UTC(2026, 10, 21, 12);

describe("the span of an address", () => {
  it("is a day where nothing is asked, or nonsense", () => {
    const day = { from: now - 24 * HOUR_MS, to: now, range: "24h", wholeRange: "24h", compare: null };
    expect(chosenSpan({}, now, null)).toEqual(day);
    expect(chosenSpan({ range: "5y", compare: "mars", from: "x" }, now, null)).toEqual(day);
    expect(chosenSpan({ from: "2026-11-21T10:00:00Z", to: "2026-11-21T09:00:00Z" }, now, null)).toEqual(day);
  });

  it("takes what a form without JavaScript sends for UTC, and ends now at the latest", () => {
    const asked = { range: "7d", from: "2026-11-21T10:00", to: "2027-01-01T00:00", compare: "week" };
    expect(chosenSpan(asked, now, null)).toEqual({
      from: now - 2 * HOUR_MS,
      to: now,
      range: null,
      wholeRange: "7d",
      compare: "week",
    });
  });

  it("reads back what it writes", () => {
    const span = { from: now - 2 * HOUR_MS, to: now - HOUR_MS };
    const href = spanHref("/servers/nas", { range: "30d", span, compare: "before" });
    expect(href).toBe(
      "/servers/nas?range=30d&from=2026-11-21T10:00:00Z&to=2026-11-21T11:00:00Z&compare=before",
    );
    const params = Object.fromEntries(new URL(href, "http://hub").searchParams);
    expect(chosenSpan(params, now, null)).toMatchObject({ ...span, wholeRange: "30d", compare: "before" });
  });
});

describe("the spans around a span", () => {
  const first = now - 100 * HOUR_MS;

  it("are of its length before and after, and of twice its length", () => {
    const span = { from: now - 20 * HOUR_MS, to: now - 10 * HOUR_MS };
    expect(spansAround(span, { first, now })).toEqual({
      earlier: { from: now - 30 * HOUR_MS, to: now - 20 * HOUR_MS },
      later: { from: now - 10 * HOUR_MS, to: now },
      wider: { from: now - 25 * HOUR_MS, to: now - 5 * HOUR_MS },
    });
  });

  it("never reach into the future, and keep their length there", () => {
    const { later, wider } = spansAround({ from: now - 12 * HOUR_MS, to: now - 2 * HOUR_MS }, { first, now });
    expect(later).toEqual({ from: now - 10 * HOUR_MS, to: now });
    expect(wider).toEqual({ from: now - 20 * HOUR_MS, to: now });
  });

  it("are none where nothing is to be seen", () => {
    expect(spansAround({ from: first - HOUR_MS, to: now }, { first, now })).toEqual({
      earlier: null,
      later: null,
      wider: null,
    });
  });
});
