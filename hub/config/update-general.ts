import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { readCostConfig } from "../../domain/capacity/cost-config";
import {
  type GeneralConfig,
  type GeneralUpdate,
  readGeneralConfig,
} from "../../domain/general/general-config";
import { audit, type By } from "../audit/record";

/** Settings with a time zone of their own, which follow the hub's as long as they are in the same one. */
const followers = ["cost", "summary"] as const;

/**
 * Changes what the update names of the hub's name, time zone and units, and answers the whole. With the zone go those in which a
 * month and a week begin, where nobody has chosen another for them.
 */
export async function updateGeneral(db: Database, update: GeneralUpdate, by: By): Promise<GeneralConfig> {
  return db.transact(async (read, commit) => {
    const stored = await read("SELECT key, value FROM config WHERE key IN ('general', 'cost', 'summary')");
    const documents = new Map(stored.rows.map((row) => [String(row.key), parsed(row.value)]));
    const before = readGeneralConfig(documents.get("general"));
    const after = { ...before, ...update };
    const changes = [{ key: "general", before, after }, ...followingChanges(documents, { before, after })];
    await commit(
      changes.flatMap(({ key, ...change }) => [
        store(key, change.after),
        ...audit(by, { action: `${key}.update`, subject: { kind: "settings", id: key }, ...change }),
      ]),
    );
    return after;
  });
}

type Document = Record<string, unknown>;

function followingChanges(
  documents: Map<string, Document | null>,
  { before, after }: { before: GeneralConfig; after: GeneralConfig },
): { key: string; before: Document; after: Document }[] {
  const [from, to] = [before.time_zone ?? "UTC", after.time_zone ?? "UTC"];
  if (from === to) return [];
  return followers.flatMap((key) => {
    // A price that was never stored has the zone that it is shipped with.
    const known = key === "cost" ? readCostConfig(documents.get(key)) : documents.get(key);
    if (known == null || known.time_zone !== from) return [];
    return [{ key, before: known, after: { ...known, time_zone: to } }];
  });
}

function store(key: string, value: unknown): InStatement {
  return {
    sql: `INSERT INTO config (key, value) VALUES (?, ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    args: [key, JSON.stringify(value)],
  };
}

/** A document that is damaged counts as none: this is how an operator mends it. */
function parsed(value: unknown): Document | null {
  try {
    const document: unknown = JSON.parse(String(value));
    return typeof document === "object" && document !== null ? { ...document } : null;
  } catch {
    return null;
  }
}
