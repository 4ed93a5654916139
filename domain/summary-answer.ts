import { z } from "zod";
import { severities } from "./alerts/alert";
import { instantAnswer } from "./answer";

const count = z.number().int().min(0);

/** One flat object for the widgets of home pages, which read a key and know nothing of lists. */
export const summaryAnswerSchema = z.strictObject({
  servers_total: count,
  servers_online: count,
  servers_offline: count,
  servers_unknown: count.describe("never heard of yet; online, offline and unknown make up the total"),
  servers_paused: count.describe("of whatever status"),
  alerts_open: count,
  alerts_acknowledged: count,
  alerts_total: count.describe("open and acknowledged; so are those by severity"),
  alerts_critical: count,
  alerts_high: count,
  alerts_medium: count,
  alerts_low: count,
  alerts_pending: count.describe("breaches that still count, not alerts yet"),
  worst_severity: z.enum(severities).nullable(),
  updates_available: count.describe("packages, on all servers that say so"),
  security_updates: count,
  last_heartbeat_at: instantAnswer.nullable(),
  timestamp: instantAnswer,
});
export type SummaryAnswer = z.output<typeof summaryAnswerSchema>;
