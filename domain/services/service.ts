/** What the agent says of a unit. `unknown` is an answer too: nothing can be said, and why. */
export const serviceStatuses = ["running", "stopped", "failed", "unknown"] as const;

export type ServiceStatus = (typeof serviceStatuses)[number];
