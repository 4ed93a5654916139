import type { Database } from "../../db/client";
import { type AlertEventRecord, type AlertRecord, findAlert, listAlertEvents } from "../../db/queries/alerts";
import { getGeneralConfig, getThresholds } from "../../db/queries/config";
import type { NotificationRecord } from "../../db/queries/notifications";
import { alertAnswer, timelineAnswer } from "../../domain/alerts/alert-answer";
import { linesOf } from "../../domain/alerts/crossed-lines";
import type {
  DigestContent,
  DigestItem,
  NotificationContent,
  SummaryContent,
} from "../../domain/notifications/content";
import { digestOf, messageOf, signedBy, testMessage } from "../../domain/notifications/message";
import { hubConfig } from "../../hub-config";
import type { Outgoing } from "./channels/channel";

/** A row of the outbox as it goes out at this moment: what was stored with its cause, and the alert as it is now. */
export async function outgoingOf(
  db: Database,
  asked: { notification: NotificationRecord; now: number },
): Promise<Outgoing> {
  const { site_name: siteName, time_zone: timeZone } = await getGeneralConfig(db);
  const outgoing = await unsigned(db, { ...asked, timeZone });
  return { ...outgoing, message: signedBy(outgoing.message, siteName) };
}

async function unsigned(
  db: Database,
  { notification, now, timeZone }: { notification: NotificationRecord; now: number; timeZone: string | null },
): Promise<Outgoing> {
  const { event, severity, at, idempotencyKey } = notification;
  const content: unknown = JSON.parse(notification.content);
  if (event === "digest" && isSummary(content)) {
    return summaryOutgoing({ ...content, idempotencyKey, now });
  }
  if (event === "digest") {
    const { items } = content as DigestContent;
    const told = await Promise.all(
      items.map(async (item) => {
        const { alert, events } = await alertOf(db, item.alertId);
        return { ...item, alert, value: readingAt(item, events) };
      }),
    );
    const alerts = told.map((item) => ({ event: item.event, alert: item.alert && alertAnswer(item.alert) }));
    return {
      message: digestOf({ severity, items: told, url: linkTo("/alerts"), timeZone }),
      payload: { event, alert: null, alerts, idempotency_key: idempotencyKey },
      idempotencyKey,
      now,
    };
  }
  const { alert, events } = await alertOf(db, notification.alertId);
  const url = linkTo(alert === null ? "/alerts" : `/alerts/${alert.id}`);
  return {
    message: messageOf({
      event,
      severity,
      at,
      content: content as NotificationContent,
      alert,
      line: alert === null ? null : await lineOf(db, { event, severity, alert, events }),
      url,
      timeZone,
    }),
    payload: { event, alert: alert && withTimeline(alert, events), idempotency_key: idempotencyKey },
    idempotencyKey,
    now,
  };
}

/** A week, told in one message. Its event is `summary`, and it is about no alert. */
export function summaryOutgoing(options: SummaryContent & { idempotencyKey: string; now: number }): Outgoing {
  const { summary, idempotencyKey, now } = options;
  const { week, ...words } = summary;
  const url = linkTo(`/summary?week=${week}`);
  return {
    message: { event: "summary", severity: "low", ...words, list: [], url },
    payload: { event: "summary", alert: null, week, ...words, url, idempotency_key: idempotencyKey },
    idempotencyKey,
    now,
  };
}

function isSummary(content: unknown): content is SummaryContent {
  return typeof content === "object" && content !== null && "summary" in content;
}

/** What a test sends. Its event is `test`, and it is about no alert. */
export function testOutgoing(options: {
  channel: string;
  idempotencyKey: string;
  now: number;
  timeZone: string | null;
}): Outgoing {
  const { channel, idempotencyKey, now, timeZone } = options;
  return {
    message: testMessage({ channel, now, url: linkTo("/alerts"), timeZone }),
    payload: { event: "test", alert: null, channel, idempotency_key: idempotencyKey },
    idempotencyKey,
    now,
  };
}

type Told = { alert: AlertRecord | null; events: AlertEventRecord[] };

async function alertOf(db: Database, id: number | null): Promise<Told> {
  const alert = id === null ? null : await findAlert(db, id);
  return { alert, events: alert === null ? [] : await listAlertEvents(db, alert.id) };
}

/** The line of the severity that a message tells of; of what ended, the last one that it crossed. */
async function lineOf(
  db: Database,
  told: Pick<NotificationRecord, "event" | "severity"> & { alert: AlertRecord; events: AlertEventRecord[] },
): Promise<number | null> {
  const { event, severity, alert, events } = told;
  if (event === "resolved") return alert.thresholdValue;
  return linesOf({ ...alert, severity }, events, await getThresholds(db)).present;
}

/** A digest names only the moment; the timeline has its reading. */
function readingAt({ at }: DigestItem, events: AlertEventRecord[]): number | null {
  return events.findLast((event) => event.at === at && event.value !== null)?.value ?? null;
}

function withTimeline(alert: AlertRecord, events: AlertEventRecord[]) {
  return { ...alertAnswer(alert), timeline: timelineAnswer(events) };
}

/** Null where the hub does not know under which address people reach it. */
function linkTo(path: string): string | null {
  const { publicUrl } = hubConfig();
  return publicUrl === undefined ? null : `${publicUrl}${path}`;
}
