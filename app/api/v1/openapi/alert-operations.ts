import { alertsQuerySchema } from "@/domain/alerts/alerts-query";
import { weekQuerySchema } from "@/domain/summary/week-answer";
import type { Operation } from "./operation";
import { schemaReference } from "./schemas";

const program = ["program"] as const;
const one = "/api/v1/alerts/{id}";

const deed = {
  method: "post",
  group: "Alerts",
  callers: program,
  body: {
    content: { "application/json": schemaReference("AlertDeed") },
    example: { note: "The fan is being replaced." },
    isOptional: true,
  },
} as const;
const deedErrors = [
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "VALIDATION_ERROR",
  "UNAVAILABLE",
] as const;

export const alertOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/alerts",
    id: "listAlerts",
    group: "Alerts",
    summary: "List the alerts that match, newest first",
    callers: program,
    query: alertsQuerySchema,
    answers: { 200: { description: "One page, and how many there are.", schema: "AlertList" } },
    errors: ["UNAUTHORIZED", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: "/api/v1/alerts/pending",
    id: "listPendingAlerts",
    group: "Alerts",
    summary: "List what breaches and is not an alert yet",
    description:
      "Nothing of servers that are paused, offline or in maintenance: no alert is about to open there.",
    callers: program,
    answers: { 200: { description: "The longest first.", schema: "PendingAlerts" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: one,
    id: "getAlert",
    group: "Alerts",
    summary: "Read one alert with its timeline and the messages about it",
    callers: program,
    answers: { 200: { description: "The alert.", schema: "AlertDetail" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    ...deed,
    path: `${one}/acknowledge`,
    id: "acknowledgeAlert",
    summary: "Say that somebody looks after an alert",
    description:
      "Ends its reminders; possible until it is resolved. Doing it again changes nothing, except that a new note is added to " +
      "the timeline.",
    answers: { 200: { description: "The alert, acknowledged.", schema: "AlertDetail" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "CONFLICT", ...deedErrors],
  },
  {
    ...deed,
    path: `${one}/resolve`,
    id: "resolveAlert",
    summary: "End an alert by hand",
    description:
      "Its cause is forgotten with it: a breach that goes on opens a new alert. Again changes nothing.",
    answers: { 200: { description: "The alert, resolved.", schema: "AlertDetail" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", ...deedErrors],
  },
  {
    method: "get",
    path: "/api/v1/summary",
    id: "getSummary",
    group: "Alerts",
    summary: "Read servers and alerts in a few figures",
    description: "Flat, for the widgets of home pages.",
    callers: program,
    answers: { 200: { description: "The figures of now.", schema: "Summary" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: "/api/v1/summary/week",
    id: "getWeekSummary",
    group: "Alerts",
    summary: "Read what a week was like",
    description:
      "Availability, the loudest alerts, what grows and fills up, and energy, as the weekly summary tells it.",
    callers: program,
    query: weekQuerySchema,
    answers: { 200: { description: "The week, as far as it is over.", schema: "WeekSummary" } },
    errors: ["UNAUTHORIZED", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
];
