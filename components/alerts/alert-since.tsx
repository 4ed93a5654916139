import { LocalTime } from "../ui/local-time";
import { RelativeTime } from "../ui/relative-time";
import type { AlertRow } from "./alert-row";

/** Within this time the clock alone says which day it was. */
const SAME_DAY_MS = 12 * 3_600_000;

/** "since 02:13 (4 h)" while it lasts, "02:13, lasted 4h 11m" afterwards. */
export function AlertSince({
  alert,
  now,
}: {
  alert: Pick<AlertRow, "since" | "resolvedAt" | "lasted">;
  now: number;
}) {
  const show = now - alert.since < SAME_DAY_MS ? "clock" : "both";
  if (alert.lasted !== null) {
    return (
      <>
        <LocalTime at={alert.since} show="both" />
        <span className="text-faint"> lasted {alert.lasted}</span>
      </>
    );
  }
  return (
    <>
      <span className="text-faint">since </span>
      <LocalTime at={alert.since} show={show} />
      <span className="text-faint">
        {" "}
        (<RelativeTime at={alert.since} now={now} suffix="" />)
      </span>
    </>
  );
}
