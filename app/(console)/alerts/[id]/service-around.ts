import type { Database } from "@/db/client";
import type { AlertRecord } from "@/db/queries/alerts";
import { listServiceRuns } from "@/db/queries/services";
import { type Segment, segmentsOf } from "@/domain/services/availability";

/** What was known of the service that an alert is about; null where it is about something else. */
export async function serviceAround(
  db: Database,
  { alertType, serverId, subject }: AlertRecord,
  span: { from: number; to: number },
): Promise<Segment[] | null> {
  if (!alertType.startsWith("service_")) return null;
  const runs = await listServiceRuns(db, { services: [{ serverId, serviceName: subject }], ...span });
  return segmentsOf([...runs.values()].flat(), span);
}
