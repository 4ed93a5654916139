import type { Database } from "../../db/client";
import { getCostConfig } from "../../db/queries/config";
import type { SummaryContent } from "../../domain/notifications/content";
import { type DueWeek, dueWeek } from "../../domain/summary/schedule";
import { readSummaryConfig, type SummaryConfig } from "../../domain/summary/summary-config";
import type { Week } from "../../domain/summary/week";
import { messageOfWeek } from "../../domain/summary/words";
import { readWeek } from "./read-week";

/** Whether a week is due to be told and somebody has not been told yet. Asked every second. */
export async function isSummaryDue(db: Database, now: number): Promise<boolean> {
  const due = await findDue(db, now);
  if (due === null) return false;
  const rows = await db.query(`SELECT 1 ${UNTOLD} LIMIT 1`, [keyOf(due.week), JSON.stringify(due.channels)]);
  return rows.length > 0;
}

/**
 * The job: puts last week into the outbox, once for each channel that was chosen. The key says the week and the channel, so
 * neither another hub nor a second run can do it again; whoever dies before the commit has done nothing.
 */
export async function queueSummaries(db: Database, now: number): Promise<{ queued: number }> {
  const due = await findDue(db, now);
  if (due === null) return { queued: 0 };
  const { week, at, channels, time_zone: timeZone } = due;
  const content = { summary: await readSummaryMessage(db, { week, timeZone, now }) } satisfies SummaryContent;
  const key = keyOf(week);
  const [result] = await db.write([
    {
      sql: `INSERT INTO notifications (idempotency_key, channel_id, event, severity, at, content, next_attempt_at, created_at)
            SELECT ?1 || channel.id, channel.id, 'digest', 'low', CAST(?3 AS INTEGER), ?4, CAST(?5 AS INTEGER), CAST(?5 AS INTEGER)
            ${UNTOLD} ON CONFLICT (idempotency_key) DO NOTHING`,
      args: [key, JSON.stringify(channels), at, JSON.stringify(content), now],
    },
  ]);
  return { queued: result?.rowsAffected ?? 0 };
}

/** The week in the words of a message. */
export async function readSummaryMessage(
  db: Database,
  { week, timeZone, now }: { week: Week; timeZone: string; now: number },
): Promise<SummaryContent["summary"]> {
  return { week: week.name, ...messageOfWeek(await readWeek(db, { week, timeZone, now })) };
}

/** The channels that were chosen, are on, and have no message of this week. Parameters: the week's key, names (JSON). */
const UNTOLD = `FROM notification_channels AS channel
  WHERE channel.is_enabled AND channel.name IN (SELECT value FROM json_each(?2))
    AND NOT EXISTS (SELECT 1 FROM notifications WHERE idempotency_key = ?1 || channel.id)`;

const keyOf = (week: Week) => `week:${week.name}:`;

async function findDue(db: Database, now: number): Promise<(DueWeek & SummaryConfig) | null> {
  const [stored] = await db.query<{ value: string; updated_at: number }>(
    "SELECT value, updated_at FROM config WHERE key = 'summary'",
    [],
  );
  if (stored === undefined) return null;
  const { time_zone: timeZone } = await getCostConfig(db);
  const config = readSummaryConfig(JSON.parse(stored.value), { timeZone });
  if (config.channels.length === 0) return null;
  const due = dueWeek(config, { chosenAt: stored.updated_at, now });
  return due === null ? null : { ...config, ...due };
}
