import type { Availability, Segment } from "@/domain/services/availability";
import type { ServiceStatus } from "@/domain/services/service";
import type { State } from "../ui/state-look";
import type { Strip } from "./strip";

/** A service as the pages show it. */
export type ServiceRow = {
  serverId: string;
  serverName: string;
  serverHref: string;
  /** The page of the server's services, where it is changed. */
  href: string;
  /** What people call it; the unit where they call it nothing else. */
  name: string;
  unit: string;
  displayName: string | null;
  isCritical: boolean;
  enabled: boolean;
  status: ServiceStatus | "disabled";
  mark: { state: State; word: string; look?: "solid" | "outline" | "hatched" };
  /** Why, in the agent's words; null where it runs or nothing is said. */
  reason: string | null;
  since: number | null;
  lastSeenAt: number | null;
  memoryMb: number | null;
  cpuPercent: number | null;
  pid: number | null;
};

/** The same with what was known of it over time. */
export type ServiceHistoryRow = ServiceRow & {
  restartsOfDay: number;
  day: Availability;
  month: Availability;
  daySegments: Segment[];
  monthSegments: Segment[];
};

/** What a row of the table of all services shows, and no more: the browser is sent all of it. */
export type ServiceTableRow = Pick<
  ServiceHistoryRow,
  | "serverId"
  | "serverName"
  | "href"
  | "name"
  | "unit"
  | "isCritical"
  | "mark"
  | "reason"
  | "since"
  | "memoryMb"
  | "restartsOfDay"
  | "day"
  | "month"
> & { monthStrip: Strip };

/** A unit that is reported and not expected. */
export type ReportedRow = Pick<
  ServiceRow,
  "unit" | "mark" | "reason" | "since" | "memoryMb" | "status" | "lastSeenAt"
>;
