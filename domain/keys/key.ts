import { z } from "zod";

/** What a program may do with its key: ask only, or ask and change. */
export const keyAccesses = ["read", "read-write"] as const;
export type KeyAccess = (typeof keyAccesses)[number];

/** What may be said where a server is given a new token. */
export const tokenRequestSchema = z.object({
  revoke_others: z
    .boolean()
    .default(false)
    .describe("true ends the tokens that the server had at once; else they end in 24 hours"),
});
