import { expect, test } from "vitest";
import { ALERT_TITLE_LENGTH_MAX, alertTypes } from "./alert";
import { messageOf, subjectWords, titleOf } from "./words";

const nas = { serverName: "nas", subject: "", value: null };

test.each([
  [{ ...nas, alertType: "cpu", value: 91 }, "nas: CPU at 91.0 %"],
  [{ ...nas, alertType: "disk", subject: "/mnt/tank", value: 96.24 }, "nas: disk /mnt/tank at 96.2 %"],
  [{ ...nas, alertType: "load", value: 2.5 }, "nas: load at 2.50"],
  [
    { ...nas, alertType: "capacity", subject: "/mnt/tank", value: 2.53 },
    "nas: disk /mnt/tank may be full in 2.5 d",
  ],
  [{ ...nas, alertType: "offline" }, "nas: offline"],
  [{ ...nas, alertType: "network" }, "Hub or network: many servers silent"],
] as const)("the title of %o is %s", (alert, title) => {
  expect(titleOf(alert)).toBe(title);
});

test("a title is cut to what the database takes, with a sign of it", () => {
  const title = titleOf({ ...nas, alertType: "disk", subject: `/${"m".repeat(299)}`, value: 96 });
  expect(title).toHaveLength(ALERT_TITLE_LENGTH_MAX);
  expect(title.endsWith("…")).toBe(true);
});

test("the sentence says what, and against which line", () => {
  expect(messageOf({ alertType: "disk", subject: "/mnt/tank", value: 96.2, threshold: 95 })).toBe(
    "Disk /mnt/tank is at 96.2 %, at or above the line of 95.0 %.",
  );
  expect(messageOf({ alertType: "load", subject: "", value: 2.5, threshold: 2 })).toBe(
    "Load is at 2.50 per core, at or above the line of 2.00.",
  );
  expect(messageOf({ alertType: "capacity", subject: "/mnt/tank", value: 11.6, threshold: 14 })).toBe(
    "Disk /mnt/tank may be full in 12 d if it goes on filling as it did; that is the early end of the range, and the line is 14 d.",
  );
});

test("silence says how long it was, and how many are silent at once", () => {
  const silent = { subject: "", value: null, threshold: null };
  expect(messageOf({ ...silent, alertType: "offline", silenceAllowedMs: 180_000 })).toMatch(
    /^No heartbeat for 3m/,
  );
  expect(messageOf({ ...silent, alertType: "network", serverNames: ["a", "b", "c"] })).toBe(
    "3 servers fell silent at once, so the hub or its network is the likelier cause: a, b, c.",
  );
});

test("every kind of alert has words", () => {
  for (const alertType of alertTypes) expect(subjectWords(alertType, "nginx.service")).not.toBe("");
});

test.each(["", "a"])(
  "a title of symbols beyond the basic plane is cut between two of them (%j)",
  (before) => {
    const title = titleOf({
      serverName: `${before}${"😀".repeat(127)}`,
      alertType: "cpu",
      subject: "",
      value: 91,
    });
    expect(title.length).toBeLessThanOrEqual(255);
    expect(title).toMatch(/😀…$/u);
    expect(title).not.toMatch(/\p{Surrogate}/u);
  },
);
