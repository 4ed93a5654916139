/** What a program may do with its key: ask only, or ask and change. */
export const keyAccesses = ["read", "read-write"] as const;
export type KeyAccess = (typeof keyAccesses)[number];
