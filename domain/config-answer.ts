import { z } from "zod";
import { thresholdsSchema } from "./alerts/thresholds";
import { costConfigSchema } from "./capacity/cost-config";
import { generalConfigSchema } from "./general/general-config";
import { notificationsConfigSchema } from "./notifications/notifications-config";
import { retentionConfigSchema } from "./retention/retention-config";

/** The settings by section. Every section is there; one that this version has no settings for is empty. */
export const configAnswerSchema = z.strictObject({
  thresholds: thresholdsSchema,
  notifications: notificationsConfigSchema,
  cost: costConfigSchema,
  retention: retentionConfigSchema,
  general: generalConfigSchema,
});
export type ConfigAnswer = z.output<typeof configAnswerSchema>;
