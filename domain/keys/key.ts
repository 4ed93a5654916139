import { z } from "zod";
import { typedName } from "../text/foreign-text";

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

const name = typedName(100);
/** Days that a key works; null = until it is revoked. */
const days = z.number("must be a number of days").int("must be whole days").min(1).max(3650).nullable();

/** What a person says of a key for a program. */
export const apiKeyInputSchema = z.object({ name, access: z.enum(keyAccesses), days });

/** What a person says of a key for machines; `uses` null = any number of them. */
export const enrolmentKeyInputSchema = z.object({
  name,
  uses: z
    .number("must be a number of machines")
    .int("must be a whole number")
    .min(1, "must be one at least")
    .max(10_000)
    .nullable(),
  days,
});
