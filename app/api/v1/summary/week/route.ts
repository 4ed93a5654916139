import { database } from "@/db/client";
import { lastWeek } from "@/domain/summary/schedule";
import { weekNamed } from "@/domain/summary/week";
import { weekAnswerOf, weekQuerySchema } from "@/domain/summary/week-answer";
import { now } from "@/hub/clock";
import { readSummarySettings } from "@/hub/summary/read-summary-settings";
import { readWeek } from "@/hub/summary/read-week";
import { answering, otherMethods } from "../../answer";
import { requireReader } from "../../authorise";
import { parseWith } from "../../body";

export const GET = answering(async (request) => {
  await requireReader(request);
  const asked = parseWith(weekQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  const db = database();
  const at = now();
  const { time_zone: timeZone } = await readSummarySettings(db);
  const week = weekNamed(asked.week ?? "", timeZone) ?? lastWeek(at, timeZone);
  return Response.json(weekAnswerOf(await readWeek(db, { week, timeZone, now: at })));
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
