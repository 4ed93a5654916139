import type { Operation } from "./operation";
import { schemaReference } from "./schemas";

const config = { description: "All settings as they are now.", schema: "Config" } as const;

export const configOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/config",
    id: "getConfig",
    group: "Settings",
    summary: "Read all settings",
    callers: ["program"],
    answers: { 200: config },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "put",
    path: "/api/v1/config/thresholds",
    id: "putThresholds",
    group: "Settings",
    summary: "Change when alerts open",
    description:
      "What is not named stays as it is, at every depth. A line that is null is off; under `servers`, null takes an override away. " +
      "A high line that moves alone takes its clear line along. Names that are not known are refused.",
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("ThresholdsUpdate") },
      example: {
        disk: { high_percent: 85 },
        servers: { nas: { filesystems: { "/mnt/tank": { high_percent: 92 } } } },
      },
    },
    answers: { 200: config },
    errors: [
      "UNAUTHORIZED",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
  {
    method: "put",
    path: "/api/v1/config/notifications",
    id: "putNotifications",
    group: "Settings",
    summary: "Change who is told, and when",
    description:
      "What is not named stays as it is. A channel replaces the one of its name; `removed` takes it away. Secret settings read back " +
      'as "***", and sending "***" keeps them.',
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("NotificationsUpdate") },
      example: {
        channels: [
          {
            name: "phone",
            type: "ntfy",
            min_severity: "high",
            settings: { topic: "homelab-7d1f", token: "tk_..." },
          },
        ],
        quiet_hours: { enabled: true, time_zone: "Europe/London", start: "22:00", end: "07:00" },
      },
    },
    answers: { 200: config },
    errors: [
      "UNAUTHORIZED",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
  {
    method: "put",
    path: "/api/v1/config/cost",
    id: "putCost",
    group: "Settings",
    summary: "Change the price of electricity",
    description: "What is not named stays as it is.",
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("CostUpdate") },
      example: { electricity_rate: 0.31, currency_symbol: "€", time_zone: "Europe/Berlin" },
    },
    answers: { 200: config },
    errors: [
      "UNAUTHORIZED",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
  {
    method: "put",
    path: "/api/v1/config/retention",
    id: "putRetention",
    group: "Settings",
    summary: "Change how long history is kept",
    description:
      "By tier; what is not named stays as it is. A tier is kept at least as long as the finer one that it is made from. What is too old goes with the next run of the job, within ten minutes.",
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("RetentionUpdate") },
      example: { raw: { retention_days: 30 }, service_status: { retention_days: null } },
    },
    answers: { 200: config },
    errors: [
      "UNAUTHORIZED",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
  {
    method: "put",
    path: "/api/v1/config/general",
    id: "putGeneral",
    group: "Settings",
    summary: "Change the hub's name, time zone and units",
    description:
      "What is not named stays as it is. With the time zone go those in which a month of `cost` and a week of the summary begin, as long as they are in the same one.",
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("GeneralUpdate") },
      example: { site_name: "Cupboard", time_zone: "Europe/London" },
    },
    answers: { 200: config },
    errors: [
      "UNAUTHORIZED",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
  {
    method: "post",
    path: "/api/v1/config/test-notification",
    id: "testNotification",
    group: "Settings",
    summary: "Send a test through a channel",
    description: "Sends at once, and answers what the receiver said, also where it refused.",
    callers: ["program"],
    body: {
      content: { "application/json": schemaReference("TestNotification") },
      example: { channel: "phone" },
    },
    answers: { 200: { description: "What came of it.", schema: "TestNotificationAnswer" } },
    errors: [
      "UNAUTHORIZED",
      "NOT_FOUND",
      "PAYLOAD_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "VALIDATION_ERROR",
      "UNAVAILABLE",
    ],
  },
];
