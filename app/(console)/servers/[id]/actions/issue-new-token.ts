"use server";

import { headers } from "next/headers";
import { requireOperator } from "@/app/(console)/require-operator";
import { hubAddress } from "@/app/agent/hub-address";
import { database } from "@/db/client";
import { issueToken } from "@/hub/agents/issue-token";

/** The line that installs this server's agent with a new token; those before it work for a day more. Shown this once. */
export async function issueNewToken(_before: string | null, form: FormData): Promise<string> {
  const by = await requireOperator();
  const id = String(form.get("id"));
  const token = await issueToken(database(), id, { isOverlapping: true }, by);
  return `curl -fsSL ${hubAddress(await headers())}/agent/install.sh | sudo sh -s -- --token ${token} --server-id ${id}`;
}
