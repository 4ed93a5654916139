import { z } from "zod";
import { instantAnswer } from "../answer";

const common = {
  version: z.string(),
  uptime_seconds: z.number().int().min(0),
  timestamp: instantAnswer,
};

/** Told apart by `status`; an unhealthy hub says the same with 503. */
export const healthyAnswerSchema = z.strictObject({
  status: z.literal("healthy"),
  database: z.literal("connected").describe("found out by a real query"),
  ...common,
});
export const unhealthyAnswerSchema = z.strictObject({
  status: z.literal("unhealthy"),
  database: z.literal("disconnected"),
  ...common,
});
