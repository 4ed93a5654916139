import { z } from "zod";
import { typedName } from "../text/foreign-text";

/** The words a server is described with; the database's CHECK constraints are made from the same lists. */
export const serverStatuses = ["online", "offline", "unknown"] as const;
export type ServerStatus = (typeof serverStatuses)[number];

/** A workstation is switched off at night: it goes offline without an alert. */
export const machineTypes = ["server", "workstation"] as const;
export type MachineType = (typeof machineTypes)[number];

export const SERVER_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,99}$/;
export const TAG_PATTERN = /^[a-z0-9][a-z0-9_.-]{0,39}$/;
const TAGS_PER_SERVER_MAX = 20;

const tags = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(TAG_PATTERN, "must be a word of a-z, 0-9, '_', '.', '-', at most 40 characters"),
  )
  .max(TAGS_PER_SERVER_MAX)
  .overwrite((values) => [...new Set(values)].sort());

/** What an operator or a program may say of a server; the rest comes from its agent. */
const describedByPeople = z.object({
  display_name: typedName(255).nullable(),
  hostname: typedName(255),
  ip_address: z.union([z.ipv4(), z.ipv6()]).nullable(),
  machine_type: z.enum(machineTypes),
  machine_category: typedName(100).nullable(),
  tdp_watts: z.number().int().min(0).max(10_000).nullable(),
  idle_watts: z.number().int().min(0).max(10_000).nullable(),
  heartbeat_interval_seconds: z.number().int().min(1).max(86_400),
  tags,
});

export const serverCreateSchema = describedByPeople.partial().extend({
  id: z.string().regex(SERVER_ID_PATTERN, "must be a slug: a-z, 0-9 and -, at most 100 characters"),
  hostname: typedName(255).optional().describe("the id where it is left out"),
});
export const serverUpdateSchema = describedByPeople.partial();

export type ServerCreate = z.output<typeof serverCreateSchema>;
export type ServerUpdate = z.output<typeof serverUpdateSchema>;
