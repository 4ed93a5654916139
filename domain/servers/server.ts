/** The words a server is described with; the database's CHECK constraints are made from the same lists. */
export const serverStatuses = ["online", "offline", "unknown"] as const;
export type ServerStatus = (typeof serverStatuses)[number];

/** A workstation is switched off at night: it goes offline without an alert. */
export const machineTypes = ["server", "workstation"] as const;
export type MachineType = (typeof machineTypes)[number];

export const SERVER_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,99}$/;
export const TAG_PATTERN = /^[a-z0-9][a-z0-9_.-]{0,39}$/;
export const TAGS_PER_SERVER_MAX = 20;
