import { describe, expect, it } from "vitest";
import { chosenSpan, hrefsAround, spanHref, spansAround } from "./span-query";

const HOUR_MS = 3_600_000;
const now = Date.UTC(2026, 10, 21, 12);

describe("the span of an address", () => {
  const day = { from: now - 24 * HOUR_MS, to: now, range: "24h", wholeRange: "24h", compare: null };

  it("is a day where nothing is asked, or nonsense", () => {
    expect(chosenSpan({}, now, null)).toEqual({ ...day, asked: null });
    expect(chosenSpan({ range: "5y", compare: "mars", from: "", to: "" }, now, null)).toEqual({
      ...day,
      asked: null,
    });
  });

  it("takes what a form without JavaScript sends for UTC", () => {
    const asked = { range: "7d", from: "2026-11-21T10:00", to: "2026-11-21T11:00", compare: "week" };
    const span = { from: now - 2 * HOUR_MS, to: now - HOUR_MS };
    expect(chosenSpan(asked, now, null)).toEqual({
      ...span,
      range: null,
      wholeRange: "7d",
      compare: "week",
      asked: { ...span, faults: [] },
    });
  });

  it.each([
    [
      "From later than To",
      { from: "2026-11-21T10:00:00Z", to: "2026-11-21T09:00:00Z" },
      { from: "From must be before To" },
    ],
    [
      "no times",
      { from: "noon", to: "2026-13-40T00:00" },
      { from: "“noon” is not a time", to: "“2026-13-40T00:00” is not a time" },
    ],
    [
      "the future",
      { from: "2026-11-22T10:00:00Z", to: "2026-11-22T11:00:00Z" },
      { from: "This is in the future", to: "This is in the future" },
    ],
    ["no beginning", { to: "2026-11-21T09:00:00Z" }, { from: "Say when it begins" }],
    [
      "a time before all history",
      { from: "2001-01-01T00:00:00Z", to: "2001-02-01T00:00:00Z" },
      { from: "There is nothing before" },
    ],
  ])("shows the range for %s, and says what is wrong with it", (_name, params, words) => {
    const { asked, ...span } = chosenSpan(params, now, now - 90 * HOUR_MS);
    expect(span).toEqual(day);
    expect(Object.fromEntries(asked?.faults.map(({ field, words: said }) => [field, said]) ?? [])).toEqual(
      words,
    );
  });

  it("keeps what was asked beside what is wrong with it", () => {
    const { asked } = chosenSpan({ from: "2026-11-21T10:00:00Z", to: "2026-11-21T09:00:00Z" }, now, null);
    expect(asked).toMatchObject({ from: now - 2 * HOUR_MS, to: now - 3 * HOUR_MS });
  });

  it("shows what there is of a span that reaches over both ends, and says where they are", () => {
    const first = now - 90 * HOUR_MS;
    const params = { from: "2001-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
    expect(chosenSpan(params, now, first)).toMatchObject({
      from: first,
      to: now,
      range: null,
      asked: {
        faults: [
          { field: "from", words: "There is nothing before", at: first },
          { field: "to", words: "This is in the future" },
        ],
      },
    });
  });

  it("makes a minute of less than one", () => {
    const params = { from: "2026-11-21T10:00:00Z", to: "2026-11-21T10:00:10Z" };
    expect(chosenSpan(params, now, null)).toMatchObject({
      from: now - 2 * HOUR_MS,
      to: now - 2 * HOUR_MS + 60_000,
      asked: { faults: [] },
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

  it("never begin before there is anything to be seen", () => {
    const { earlier, wider } = spansAround(
      { from: first + HOUR_MS, to: first + 5 * HOUR_MS },
      { first, now },
    );
    expect(earlier).toEqual({ from: first, to: first + 4 * HOUR_MS });
    expect(wider).toEqual({ from: first, to: first + 7 * HOUR_MS });
  });

  it("are none where nothing is to be seen", () => {
    expect(spansAround({ from: first - HOUR_MS, to: now }, { first, now })).toEqual({
      earlier: null,
      later: null,
      wider: null,
    });
  });
});

describe("where a span without samples leads", () => {
  it.each([
    [90 * HOUR_MS, "from=2026-11-20T11:00:00Z"],
    [10 * HOUR_MS, "from=2026-11-21T02:00:00Z"],
  ])("is the last day that has some, of a history of %d ms", (historyMs, from) => {
    const span = chosenSpan({ range: "1h", compare: "week" }, now, now - historyMs);
    const samples = { first: now - historyMs, last: now - HOUR_MS };
    expect(hrefsAround("/servers/nas", span, samples)).toEqual({
      lastDayHref: `/servers/nas?range=1h&${from}&to=2026-11-21T11:00:00Z&compare=week`,
      wholeHref: null,
    });
  });
});
