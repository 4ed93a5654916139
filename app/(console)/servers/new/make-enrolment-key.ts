"use server";

import { headers } from "next/headers";
import { requireOperator } from "@/app/(console)/require-operator";
import { hubAddress } from "@/app/agent/hub-address";
import { database } from "@/db/client";
import { createEnrolmentKey } from "@/hub/agents/create-enrolment-key";

/** How long a key waits for its machine. */
const LIFETIME_MS = 24 * 3_600_000;

export type InstallLines = { curl: string; wget: string; expiresAt: number } | null;

/** Makes a single-use key and answers the lines that install an agent with it. The key is shown this once. */
export async function makeEnrolmentKey(_before: InstallLines, _form: FormData): Promise<InstallLines> {
  const by = await requireOperator();
  const expiresAt = by.now + LIFETIME_MS;
  const key = await createEnrolmentKey(database(), { name: "For one machine", usesMax: 1, expiresAt }, by);
  const script = `${hubAddress(await headers())}/agent/install.sh`;
  return {
    curl: `curl -fsSL ${script} | sudo sh -s -- --key ${key}`,
    wget: `wget -qO- ${script} | sudo sh -s -- --key ${key}`,
    expiresAt,
  };
}
