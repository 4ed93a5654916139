import { database } from "@/db/client";
import { listLatestSamples } from "@/db/queries/metrics";
import { findServer } from "@/db/queries/servers";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { serverAnswer } from "./server-answer";

/** One server as the API answers it. Throws HubError `not_found`. */
export async function readServer(id: string) {
  const server = await findServer(database(), id);
  if (server === null) throw serverNotFound(id);
  return serverAnswer(server, (await listLatestSamples(database(), id)).get(id));
}
