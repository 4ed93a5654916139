import { z } from "zod";
import { thresholdsSchema } from "./thresholds";

const { cpu, memory, disk, load, server_offline_seconds, servers } = thresholdsSchema.shape;
const override = servers.valueType.shape;

/** Null takes an override away, so that what is said for all holds again. */
const overrides = z.strictObject({
  cpu: override.cpu.nullable(),
  memory: override.memory.nullable(),
  disk: override.disk.nullable(),
  load: override.load.nullable(),
  server_offline_seconds: override.server_offline_seconds.nullable(),
  filesystems: z
    .record(override.filesystems.unwrap().keyType, override.filesystems.unwrap().valueType.nullable())
    .nullable()
    .optional()
    .describe("by mount point"),
});

/**
 * What may be changed of the thresholds: any part of them, at any depth. A line that is null is off. Names that are not
 * known are refused and not ignored, as a rule that was mistyped would never be missed.
 */
export const thresholdsUpdateSchema = z.strictObject({
  cpu: cpu.partial().optional(),
  memory: memory.partial().optional(),
  disk: disk.partial().optional(),
  load: load.partial().optional(),
  server_offline_seconds: server_offline_seconds.optional(),
  servers: z
    .record(servers.keyType, overrides.nullable())
    .optional()
    .describe("by server id; null takes all of its overrides away"),
});
export type ThresholdsUpdate = z.output<typeof thresholdsUpdateSchema>;
