import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { RetentionPreview, RetentionTable } from "@/components/settings/retention-table";
import { SettingsHead } from "@/components/settings/settings-head";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Button } from "@/components/ui/button";
import { database } from "@/db/client";
import { countTierRows, findHistoryUsage, listDatabaseSizes, listPolicies } from "@/db/queries/retention";
import { mayAct } from "@/domain/people/person";
import { cutoffsAt } from "@/domain/retention/cutoffs";
import { type RetentionTier, retentionTiers } from "@/domain/retention/policy";
import { faultsOfRetention, type Retention } from "@/domain/retention/retention-config";
import { now } from "@/hub/clock";
import { runPruning, saveRetention } from "./actions";
import { type RetentionInput, retentionInputOf } from "./retention-input";
import { faultWords, growthWords, previewWords, retentionRows } from "./retention-view";

export const metadata: Metadata = { title: "Retention" };

/** How long history is kept. Days are tried in the address first: the page says what would go, and then they are saved. */
export default async function RetentionPage({ searchParams }: PageProps<"/settings/retention">) {
  const { role } = await requireViewer();
  const db = database();
  const asked = await searchParams;
  const one = (name: string) => {
    const value = asked[name];
    return typeof value === "string" ? value : null;
  };
  const policies = await listPolicies(db);
  const rows = retentionRows(policies, await findHistoryUsage(db));
  const mayChange = mayAct(role, "admin");
  const tried = mayChange ? await tryOut(retentionInputOf(one)) : null;
  return (
    <>
      <SettingsHead current="retention" role={role} />
      <p className="mb-4 max-w-prose text-secondary text-table">
        {growthWords(await listDatabaseSizes(db))} What is deleted leaves its place to what comes; the file
        itself does not shrink.
      </p>
      <RetentionTable
        rows={rows}
        typed={tried?.input.typed ?? {}}
        errors={tried?.errors ?? {}}
        mayChange={mayChange}
      />
      {tried === null ? null : (
        <RetentionPreview
          lines={tried.lines}
          rows={tried.rows}
          isPossible={Object.keys(tried.errors).length === 0}
          typed={tried.input.typed}
          save={saveRetention}
        />
      )}
      {mayChange ? (
        <form
          action={runPruning}
          aria-label="Delete what is too old"
          className="mt-8 flex flex-wrap items-center gap-3"
        >
          <Button>Delete what is too old now</Button>
          <span role="status" className="text-secondary text-table">
            {one("requested") !== null
              ? "It begins within a second"
              : one("saved") !== null
                ? "Saved"
                : "A job does it every ten minutes."}
          </span>
        </form>
      ) : (
        <WhoMayChange least="admin" />
      )}
    </>
  );
}

type Tried = {
  input: RetentionInput;
  errors: Partial<Record<RetentionTier, string>>;
  lines: string[];
  rows: number;
};

/** What the days in the address would do, were they saved. */
async function tryOut(input: RetentionInput | null): Promise<Tried | null> {
  if (input === null) return null;
  const db = database();
  const before = await listPolicies(db);
  const after = before.map((policy) => {
    const change = input.update[policy.tier];
    if (change?.retention_days === undefined) return policy;
    return { ...policy, retentionDays: change.retention_days, enabled: true };
  });
  const retention = Object.fromEntries(
    after.map(({ tier, retentionDays, enabled }) => [tier, { retention_days: retentionDays, enabled }]),
  ) as Record<RetentionTier, Retention>;
  const together = faultsOfRetention(retention).map(({ path, message }) => [
    path.slice(0, path.indexOf(".")),
    faultWords(message),
  ]);
  const errors = { ...Object.fromEntries(together), ...input.errors };
  const at = now();
  const [old, fresh] = [cutoffsAt(before, at), cutoffsAt(after, at)];
  const changes: { tier: RetentionTier; rows: number }[] = [];
  for (const tier of retentionTiers) {
    if (fresh[tier] <= old[tier]) continue;
    changes.push({ tier, rows: await countTierRows(db, tier, fresh[tier]) });
  }
  const rows = changes.reduce((sum, change) => sum + change.rows, 0);
  return { input, errors, lines: previewWords(changes), rows };
}
