import { database } from "@/db/client";
import { findAlert, listAlertEvents, listDeliveries } from "@/db/queries/alerts";
import {
  type AlertDetailAnswer,
  alertAnswer,
  deliveriesAnswer,
  timelineAnswer,
} from "@/domain/alerts/alert-answer";
import { alertNotFound } from "@/hub/alerts/alert-not-found";

/** One alert as the API answers it, with its timeline and its messages. Throws HubError `not_found`. */
export async function readAlert(id: number): Promise<AlertDetailAnswer> {
  const [alert, events, deliveries] = await Promise.all([
    findAlert(database(), id),
    listAlertEvents(database(), id),
    listDeliveries(database(), id),
  ]);
  if (alert === null) throw alertNotFound(id);
  return {
    ...alertAnswer(alert),
    timeline: timelineAnswer(events),
    deliveries: deliveriesAnswer(deliveries),
  };
}

/** The id in a path. What no alert can be called is not found, like what none is called. */
export function alertIdOf(text: string): number {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw alertNotFound(text);
  return id;
}
