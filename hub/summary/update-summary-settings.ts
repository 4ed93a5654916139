import type { Database } from "../../db/client";
import { readCostConfig } from "../../domain/capacity/cost-config";
import { HubError } from "../../domain/hub-error";
import { readSummaryConfig, type SummaryConfig } from "../../domain/summary/summary-config";
import { audit, type By } from "../audit/record";

/** Keeps when and to whom the week is told; it begins with the next time of that. Throws HubError `invalid` for a channel that is gone. */
export async function updateSummarySettings(db: Database, settings: SummaryConfig, by: By): Promise<void> {
  await db.transact(async (read, commit) => {
    const stored = await read("SELECT key, value FROM config WHERE key IN ('summary', 'cost')");
    const documents = new Map(stored.rows.map((row) => [row.key, parsed(row.value)]));
    const { time_zone: timeZone } = readCostConfig(documents.get("cost"));
    const channels = await read("SELECT name FROM notification_channels");
    const known = new Set(channels.rows.map(({ name }) => name));
    const unknown = settings.channels.find((name) => !known.has(name));
    if (unknown !== undefined) throw new HubError("invalid", `Channel '${unknown}' is gone`);
    await commit([
      {
        sql: `INSERT INTO config (key, value, updated_at) VALUES ('summary', ?, CAST(? AS INTEGER))
              ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = max(excluded.updated_at, updated_at + 1)
              WHERE value <> excluded.value`,
        args: [JSON.stringify(settings), by.now],
      },
      ...audit(by, {
        action: "summary.update",
        subject: { kind: "settings", id: "summary" },
        before: readSummaryConfig(documents.get("summary"), { timeZone }),
        after: settings,
      }),
    ]);
  });
}

/** A document that is damaged counts as none: this is how an operator mends it. */
function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}
