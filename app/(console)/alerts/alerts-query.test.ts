import { expect, test } from "vitest";
import { alertFilterOf, alertsHref, isFiltered, parseAlertsQuery } from "./alerts-query";

const usual = parseAlertsQuery({});

test("begins with what is open", () => {
  expect(usual).toEqual({
    status: "open",
    severity: null,
    server: null,
    type: null,
    q: "",
    from: null,
    to: null,
    page: 1,
  });
  expect(isFiltered(usual)).toBe(false);
});

test.each([
  ["a word nobody knows", { status: "closed", severity: "awful", type: "gpu" }],
  ["a server that cannot be", { server: "../etc" }],
  ["the empty choice of a form", { severity: "", server: "", type: "", from: "", to: "", q: " " }],
  ["no day", { from: "2026-13-45", to: "yesterday" }],
  ["no page", { page: "0" }],
])("leaves %s aside", (_name, params) => {
  expect(parseAlertsQuery(params)).toEqual(usual);
});

test("asks the database for whole days", () => {
  const query = parseAlertsQuery({ status: "all", from: "2026-11-20", to: "2026-11-21", q: "tank" });
  expect(alertFilterOf(query)).toMatchObject({
    status: undefined,
    q: "tank",
    from: Date.UTC(2026, 10, 20),
    to: Date.UTC(2026, 10, 22) - 1,
  });
  expect(isFiltered(query)).toBe(true);
});

test("asks for days of the reader's zone, which come as the instants that they begin and end at", () => {
  const query = parseAlertsQuery({ from: "2026-11-19T18:15:00Z", to: "2026-11-21T18:14:59Z" });
  expect(alertFilterOf(query)).toMatchObject({
    from: Date.UTC(2026, 10, 19, 18, 15),
    to: Date.UTC(2026, 10, 21, 18, 15) - 1,
  });
});

test("an address says only what is not as usual, and a new filter begins at page one", () => {
  const query = parseAlertsQuery({ status: "resolved", severity: "high", page: "3" });
  expect(alertsHref(usual)).toBe("/alerts");
  expect(alertsHref(query)).toBe("/alerts?status=resolved&severity=high");
  expect(alertsHref(query, { page: 4 })).toBe("/alerts?status=resolved&severity=high&page=4");
  expect(alertsHref(query, { status: "open" })).toBe("/alerts?severity=high");
});
