"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { keepCookies, visitor } from "@/app/visitor";
import type { EntryOutcome } from "@/components/entry/entry-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { isOwnName, OWN_NAME_FAULT, passwordSchema } from "@/domain/people/password";
import { usernameSchema } from "@/domain/people/username";
import { now } from "@/hub/clock";
import { createFirstAdmin } from "@/hub/people/create-first-admin";
import { signIn } from "@/hub/people/sign-in";

const setupSchema = z
  .object({
    code: z.string().trim().min(1, "The code is in the hub's log").max(100),
    username: usernameSchema,
    password: passwordSchema,
  })
  .refine(({ username, password }) => !isOwnName(password, username), {
    path: ["password"],
    error: OWN_NAME_FAULT,
  });

/** Makes the first administrator and signs them in. Afterwards there is no such page any more. */
export async function setUp(_before: EntryOutcome, form: FormData): Promise<EntryOutcome> {
  const typed = Object.fromEntries(form);
  const username = typeof typed.username === "string" ? typed.username : "";
  const code = typeof typed.code === "string" ? typed.code : "";
  const result = setupSchema.safeParse(typed);
  if (!result.success) {
    const errors = result.error.issues.map(({ path, message }) => [path.join("."), message]);
    return { fault: null, username, code, errors: Object.fromEntries(errors.reverse()) };
  }
  try {
    await createFirstAdmin(database(), result.data, { visitor: await visitor(), now: now() });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.code === "conflict") redirect("/login");
    if (error.code !== "forbidden") return { fault: `${error.message}.`, username, code };
    return { fault: null, username, code, errors: { code: `${error.message}.` } };
  }
  const outcome = await signIn(database(), {
    ...{ username: result.data.username, password: result.data.password },
    ...{ visitor: await visitor(), now: now() },
  });
  if (outcome.kind === "signed_in") await keepCookies(outcome.cookies);
  redirect("/");
}
