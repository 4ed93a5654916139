"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { requireAdmin } from "@/app/(console)/require-operator";
import { hubAddress } from "@/app/agent/hub-address";
import type { KeyOutcome } from "@/components/keys/key-outcome";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { apiKeyInputSchema, enrolmentKeyInputSchema } from "@/domain/keys/key";
import { createEnrolmentKey } from "@/hub/agents/create-enrolment-key";
import { issueToken } from "@/hub/agents/issue-token";
import { revokeToken } from "@/hub/agents/revoke-token";
import type { By } from "@/hub/audit/record";
import { createApiKey } from "@/hub/keys/create-api-key";
import { revokeKey } from "@/hub/keys/revoke-key";
import { faultsOf, refused } from "../form-answer";

const DAY_MS = 86_400_000;
const PATH = "/settings/keys";

/** Makes a key for a program. It is in the answer of this post and nowhere else. */
export async function makeApiKey(_before: KeyOutcome, form: FormData): Promise<KeyOutcome> {
  const by = await requireAdmin();
  const result = apiKeyInputSchema.safeParse({
    name: text(form, "name"),
    access: text(form, "access"),
    days: numberOrNull(form, "days"),
  });
  if (!result.success) return { ...refused(form, faultsOf(result.error.issues)), made: null };
  const { name, access, days } = result.data;
  const secret = await createApiKey(database(), { name, access, expiresAt: endOf(days, by) }, by);
  const url = `${hubAddress(await headers())}/api/v1/servers`;
  revalidatePath(PATH);
  return made({ name, secret, use: `curl -H "X-API-Key: ${secret}" ${url}` });
}

/** Makes a key with which machines register. */
export async function makeEnrolmentKey(_before: KeyOutcome, form: FormData): Promise<KeyOutcome> {
  const by = await requireAdmin();
  const result = enrolmentKeyInputSchema.safeParse({
    name: text(form, "name"),
    uses: numberOrNull(form, "uses"),
    days: numberOrNull(form, "days"),
  });
  if (!result.success) return { ...refused(form, faultsOf(result.error.issues)), made: null };
  const { name, uses, days } = result.data;
  const options = { name, usesMax: uses, expiresAt: endOf(days, by) };
  const secret = await createEnrolmentKey(database(), options, by);
  const script = `${hubAddress(await headers())}/agent/install.sh`;
  revalidatePath(PATH);
  return made({ name, secret, use: `curl -fsSL ${script} | sudo sh -s -- --key ${secret}` });
}

/** Gives a server a new token; those before it end in a day, or at once as the form's `others` says. */
export async function rotateToken(before: KeyOutcome, form: FormData): Promise<KeyOutcome> {
  const by = await requireAdmin();
  const id = text(form, "server");
  const isOverlapping = text(form, "others") !== "now";
  try {
    const secret = await issueToken(database(), id, { isOverlapping }, by);
    const script = `${hubAddress(await headers())}/agent/install.sh`;
    revalidatePath(PATH);
    const use = `curl -fsSL ${script} | sudo sh -s -- --token ${secret} --server-id ${id}`;
    return made({ name: id, secret, use });
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "not_found") throw error;
    return { ...before, isSaved: false, fault: error.message, made: null };
  }
}

/** Ends an API key or an enrolment key at once. */
export async function endKey(form: FormData): Promise<void> {
  const by = await requireAdmin();
  const kind = text(form, "kind") === "enrolment_key" ? "enrolment_key" : "api_key";
  const id = Number(text(form, "id"));
  if (Number.isSafeInteger(id)) await revokeKey(database(), { kind, id }, by);
  revalidatePath(PATH);
}

/** Ends one token of a server at once. */
export async function endToken(form: FormData): Promise<void> {
  const by = await requireAdmin();
  const tokenId = Number(text(form, "id"));
  const serverId = text(form, "server");
  if (Number.isSafeInteger(tokenId)) await revokeToken(database(), { serverId, tokenId }, by);
  revalidatePath(PATH);
}

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
const numberOrNull = (form: FormData, name: string) =>
  text(form, name) === "" ? null : Number(text(form, name));
const endOf = (days: number | null, by: By) => (days === null ? null : by.now + days * DAY_MS);

function made(secret: NonNullable<KeyOutcome["made"]>): KeyOutcome {
  return { isSaved: true, fault: null, errors: {}, typed: null, made: secret };
}
