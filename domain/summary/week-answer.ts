import { z } from "zod";
import { alertTypes } from "../alerts/alert";
import { instantAnswer } from "../answer";
import { forecastAnswer, forecastAnswerOf } from "../capacity/capacity-answer";
import { SERVER_ID_PATTERN } from "../servers/server";
import { weekNamed } from "./week";
import type { WeekSummary } from "./week-summary";
import { verdictOf } from "./words";

const count = z.number().int().min(0);
const seconds = count.describe("seconds");
const percent = z.number().min(0).max(100);
const amount = z.number().min(0).nullable();
const server = { server_id: z.string().regex(SERVER_ID_PATTERN), server_name: z.string() };

export const weekQuerySchema = z.object({
  week: z
    .string()
    .refine((day) => weekNamed(day, "UTC") !== null, "must be a day since 1970, as 2026-11-16")
    .optional()
    .describe("any day of it; without one the last week that is over"),
});

export const weekAnswerSchema = z
  .strictObject({
    week: z.iso.date().describe("its Monday"),
    from: instantAnswer,
    to: instantAnswer.describe("what it is told until: its end, or now"),
    is_over: z.boolean(),
    verdict: z.string().describe("the week in a sentence or two"),
    availability: z.strictObject({
      percent: percent.nullable().describe("time heard from of the time due, all servers together"),
      servers: count.describe("that counted: no workstations, none that was paused or not heard of yet"),
      missed: z
        .array(z.strictObject({ ...server, percent, missed_seconds: seconds }))
        .describe("those not heard from for five minutes or more, the worst first"),
    }),
    services: z.strictObject({
      count,
      down: z
        .array(
          z.strictObject({ ...server, name: z.string(), percent: percent.nullable(), down_seconds: seconds }),
        )
        .describe("the five that were down longest"),
    }),
    alerts: z.strictObject({
      opened: count,
      opened_before: count.describe("in the week before, or in as much of it"),
      still_open: count,
      loudest: z.array(
        z.strictObject({
          ...server,
          alert_type: z.enum(alertTypes),
          subject: z.string(),
          openings: count,
          openings_before: count,
          open_seconds: seconds,
          open_seconds_before: seconds,
        }),
      ),
    }),
    growers: z
      .array(
        z.strictObject({
          ...server,
          mount: z.string(),
          grown_bytes: z.number(),
          used_percent: z.number().min(0).nullable(),
        }),
      )
      .describe("the five that grew most"),
    filling: z
      .array(z.strictObject({ ...server, mount: z.string(), forecast: forecastAnswer }))
      .describe("what may be full within 30 days"),
    energy: z
      .strictObject({
        kilowatt_hours: amount,
        kilowatt_hours_before: amount,
        cost: amount,
        cost_before: amount,
        currency_symbol: z.string(),
        servers_missing_config: count,
      })
      .describe("an estimate"),
  })
  .describe("a week from Monday to Monday, in the time zone of the settings");
export type WeekAnswer = z.output<typeof weekAnswerSchema>;

export function weekAnswerOf(summary: WeekSummary): WeekAnswer {
  const { week, end, isOver, availability, services, alerts, growers, filling, energy } = summary;
  const of = (one: { serverId: string; serverName: string }) => ({
    server_id: one.serverId,
    server_name: one.serverName,
  });
  const secondsOf = (ms: number) => Math.round(ms / 1000);
  const priced = (kilowattHours: number | null) =>
    kilowattHours === null ? null : kilowattHours * energy.rate;
  return {
    week: week.name,
    from: new Date(week.from).toISOString(),
    to: new Date(end).toISOString(),
    is_over: isOver,
    verdict: verdictOf(summary),
    availability: {
      percent: availability.percent,
      servers: availability.serverCount,
      missed: availability.missed.map((each) => ({
        ...of(each),
        percent: each.percent,
        missed_seconds: secondsOf(each.missedMs),
      })),
    },
    services: {
      count: services.count,
      down: services.down.map((each) => ({
        ...of(each),
        ...{ name: each.name, percent: each.percent, down_seconds: secondsOf(each.downMs) },
      })),
    },
    alerts: {
      ...{ opened: alerts.opened, opened_before: alerts.openedBefore, still_open: alerts.stillOpen },
      loudest: alerts.loudest.map((each) => ({
        ...of(each),
        ...{ alert_type: each.alertType, subject: each.subject },
        ...{ openings: each.openings, openings_before: each.openingsBefore },
        open_seconds: secondsOf(each.openMs),
        open_seconds_before: secondsOf(each.openMsBefore),
      })),
    },
    growers: growers.map((each) => ({
      ...of(each),
      ...{ mount: each.mount, grown_bytes: each.grownBytes },
      used_percent: each.share === null ? null : 100 * each.share,
    })),
    filling: filling.map((each) => ({
      ...of(each),
      ...{ mount: each.mount, forecast: forecastAnswerOf(each.forecast) },
    })),
    energy: {
      kilowatt_hours: energy.kilowattHours,
      kilowatt_hours_before: energy.kilowattHoursBefore,
      cost: priced(energy.kilowattHours),
      cost_before: priced(energy.kilowattHoursBefore),
      currency_symbol: energy.currencySymbol,
      servers_missing_config: energy.unknownCount,
    },
  };
}
