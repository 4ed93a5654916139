import { expect, test } from "vitest";
import { tellingFacts } from "./telling-view";

const quiet = {
  enabled: true,
  time_zone: "Europe/London",
  weekdays: [6, 7],
  start: "22:00",
  end: "07:00",
  critical_passes: true,
};
const telling = {
  quiet_hours: quiet,
  cooldowns: { critical_minutes: 30, high_minutes: 0 },
  notify_on_resolve: true,
};

test.each([
  [
    "the days, the times and their zone",
    telling,
    "Sat, Sun, 22:00 to 07:00 Europe/London; critical alerts are told at once",
  ],
  [
    "that critical alerts wait as well",
    { ...telling, quiet_hours: { ...quiet, critical_passes: false } },
    "Sat, Sun, 22:00 to 07:00 Europe/London",
  ],
  ["that there are none", { ...telling, quiet_hours: { ...quiet, enabled: false } }, "none"],
])("says of quiet hours %s", (_, given, value) => {
  expect(tellingFacts(given)[0]).toEqual({ name: "Quiet hours", value });
});

test("reminders every so many minutes, or none", () => {
  expect(
    tellingFacts(telling)
      .slice(1, 3)
      .map(({ value }) => value),
  ).toEqual(["every 30 minutes", "none"]);
});
