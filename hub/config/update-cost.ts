import type { Database } from "../../db/client";
import { type CostConfig, type CostUpdate, readCostConfig } from "../../domain/capacity/cost-config";
import { audit, type By } from "../audit/record";

/** Changes what the update names of the price of electricity and leaves the rest; answers the whole. */
export async function updateCost(db: Database, update: CostUpdate, by: By): Promise<CostConfig> {
  return db.transact(async (read, commit) => {
    const stored = await read("SELECT value FROM config WHERE key = 'cost'");
    const before = readCostConfig(parsed(stored.rows[0]?.value));
    const after = { ...before, ...update };
    await commit([
      {
        sql: `INSERT INTO config (key, value) VALUES ('cost', ?)
              ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
        args: [JSON.stringify(after)],
      },
      ...audit(by, { action: "cost.update", subject: { kind: "settings", id: "cost" }, before, after }),
    ]);
    return after;
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
