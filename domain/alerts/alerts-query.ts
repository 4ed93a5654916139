import { z } from "zod";
import { instantQuery } from "../metrics/metrics-query";
import { SERVER_ID_PATTERN } from "../servers/server";
import { foreignText, linesWithoutUnseen } from "../text/foreign-text";
import { alertStatuses, alertTypes, severities } from "./alert";

const ALERTS_PER_PAGE_MAX = 100;
const ALERT_NOTE_LENGTH_MAX = 2000;

/** What may be asked of the history of alerts. */
export const alertsQuerySchema = z
  .object({
    status: z.enum(alertStatuses).optional(),
    severity: z.enum(severities).optional(),
    server_id: z.string().regex(SERVER_ID_PATTERN, "must be the id of a server").optional(),
    alert_type: z.enum(alertTypes).optional(),
    q: foreignText(200).trim().optional().describe("a part of the title, the message or the server's id"),
    from: instantQuery.optional().describe("opened at this time or later"),
    to: instantQuery.optional().describe("opened at this time or before"),
    limit: z.coerce.number().int().min(1).max(ALERTS_PER_PAGE_MAX).default(50),
    offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  })
  .superRefine(({ from, to }, context) => {
    if (from === undefined || to === undefined || from <= to) return;
    context.addIssue({ code: "custom", path: ["to"], message: "must not be before 'from'" });
  });

/** What is said beside a deed on an alert. A note without words is none. */
export const alertDeedSchema = z.object({
  note: z
    .string()
    .overwrite((note) => linesWithoutUnseen(note).trim())
    .max(ALERT_NOTE_LENGTH_MAX)
    .nullish()
    .transform((note) => note || undefined),
});
