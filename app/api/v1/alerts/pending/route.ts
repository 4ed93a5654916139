import type { z } from "zod";
import { database } from "@/db/client";
import { listPending } from "@/db/queries/pending-alerts";
import type { pendingAlertsAnswerSchema } from "@/domain/alerts/alert-answer";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../../answer";
import { requireReader } from "../../authorise";

type PendingAnswer = z.output<typeof pendingAlertsAnswerSchema>;

/** What breaches and is not an alert yet. */
export const GET = answering(async (request) => {
  await requireReader(request);
  const requestedAt = now();
  const pending = (await listPending(database(), requestedAt)).map(
    (breach): PendingAnswer["pending"][number] => ({
      server_id: breach.serverId,
      server_name: breach.serverName,
      alert_type: breach.alertType,
      subject: breach.subject,
      value: breach.value,
      threshold: breach.threshold,
      breaches: breach.breaches,
      breaches_due: breach.breachesDue,
      first_breach_at: iso(breach.firstBreachAt),
      elapsed_seconds: elapsedSeconds(breach.firstBreachAt, requestedAt),
      due_at: iso(breach.dueAt),
    }),
  );
  return Response.json({ pending, total: pending.length } satisfies PendingAnswer);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");

/** Never negative: an agent's clock may be ahead of the hub's. */
function elapsedSeconds(since: number | null, at: number): number | null {
  return since === null ? null : Math.max(0, Math.floor((at - since) / 1000));
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
