import { z } from "zod";
import { typedName } from "../text/foreign-text";

/** What the agent says of a unit. `unknown` is an answer too: nothing can be said, and why. */
export const serviceStatuses = ["running", "stopped", "failed", "unknown"] as const;

export type ServiceStatus = (typeof serviceStatuses)[number];

const label = typedName(255);

/** The name of a unit, of agents as of people: what it loses for the one it loses for the other, or the two would never meet. */
export const serviceName = label;

/** systemd takes no name with a blank for a unit; what else it refuses, other systems may not. */
export function hasBlank(name: string): boolean {
  return /\s/.test(name);
}

/** What people and programs may say of a service that should be running. */
const describedByPeople = z.object({
  display_name: label.nullable().describe("shown instead of the unit's name; null for the unit's name"),
  is_critical: z.boolean().describe("an alert about it is high and not medium"),
  enabled: z.boolean().describe("a disabled one is kept and opens no alerts"),
});

export const serviceCreateSchema = describedByPeople.partial().extend({
  service_name: serviceName.describe(
    "exactly as the agent reports it: nginx is not nginx.service; with a blank only where it reports it so",
  ),
});
export const serviceUpdateSchema = describedByPeople.partial();

export type ServiceCreate = z.output<typeof serviceCreateSchema>;
export type ServiceUpdate = z.output<typeof serviceUpdateSchema>;
