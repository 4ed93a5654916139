import { database } from "@/db/client";
import { countActiveAlerts } from "@/db/queries/alerts";
import { listLatestSamples } from "@/db/queries/samples";
import { findServer } from "@/db/queries/servers";
import { serverNotFound } from "@/hub/servers/server-not-found";
import { serverAnswer } from "./server-answer";

/** One server as the API answers it. Throws HubError `not_found`. */
export async function readServer(id: string) {
  const server = await findServer(database(), id);
  if (server === null) throw serverNotFound(id);
  const [latest, active] = await Promise.all([
    listLatestSamples(database(), id),
    countActiveAlerts(database(), id),
  ]);
  return serverAnswer(server, latest.get(id), active.byServer.get(id) ?? 0);
}
