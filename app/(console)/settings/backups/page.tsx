import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { BackupList, BackupStatus } from "@/components/settings/backup-list";
import { BackupNowForm } from "@/components/settings/backup-now-form";
import { BackupPlanForm } from "@/components/settings/backup-plan-form";
import { SettingsHead } from "@/components/settings/settings-head";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { CodeBlock } from "@/components/ui/code-block";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { database } from "@/db/client";
import { getBackupState } from "@/db/queries/backups";
import { formatBytes } from "@/domain/format/bytes";
import { mayAct, type Role } from "@/domain/people/person";
import { backupPlaceOf, freeBytesAt, listBackups } from "@/hub/backups/backup-place";
import { now } from "@/hub/clock";
import { makeBackup, removeBackup, savePlan } from "./actions";
import { backupRows, isUnderWay, planFacts, shellWord, verdictOf } from "./backups-view";

export const metadata: Metadata = { title: "Backups" };

export default async function BackupsPage() {
  const { role } = await requireViewer();
  const mayChange = mayAct(role, "admin");
  const db = database();
  const place = backupPlaceOf(db);
  if (place === null) return <OnServer role={role} />;
  const at = now();
  const backups = listBackups(place);
  const state = { ...(await getBackupState(db, at)), backups };
  const newest = `${place.directory}/${backups[0]?.name ?? "homelab-20261121T033000Z-scheduled.db"}`;
  const total = backups.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <SettingsHead current="backups" role={role} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 border-y py-2.5">
        <BackupStatus verdict={verdictOf(state, at)} />
        {mayChange ? <BackupNowForm action={makeBackup} isUnderWay={isUnderWay(state, at)} /> : null}
      </div>
      {backups.length === 0 ? null : (
        <BackupList rows={backupRows(state)} remove={mayChange ? removeBackup : null} />
      )}
      <p className="mt-2 text-secondary text-table">
        {backups.length === 0 ? "They are kept" : `${formatBytes(total)} are kept`} in{" "}
        <span className="break-all font-mono">{place.directory}</span>, whose disk has{" "}
        {formatBytes(freeBytesAt(place))} free. HOMELAB_BACKUP_DIRECTORY names another folder, best on another
        disk.
      </p>

      <h2 className="mt-8 mb-3 font-medium">Every day</h2>
      {mayChange ? (
        <BackupPlanForm action={savePlan} plan={state.plan} />
      ) : (
        <>
          <Facts facts={planFacts(state.plan)} />
          <WhoMayChange least="admin" />
        </>
      )}

      {mayChange ? <Restoring newest={newest} keyFile={`${place.file}.key`} /> : null}
    </>
  );
}

/** For whoever has the machine at hand. */
function Restoring({ newest, keyFile }: { newest: string; keyFile: string }) {
  return (
    <>
      <h2 className="mt-8 mb-2 font-medium">To restore one</h2>
      <div className="grid max-w-3xl gap-2 text-secondary text-table *:min-w-0">
        <p>
          Stop the hub, run this in its folder, and start it again. What is there now is kept beside the
          database; a damaged backup, one of a newer version and a hub that still runs are refused.
        </p>
        <CodeBlock label="Restore, in a checkout">{`npm run db:restore -- ${shellWord(newest)}`}</CodeBlock>
        <p>In a container:</p>
        <CodeBlock label="Restore, in a container">
          {`docker compose stop hub && docker compose run --rm hub node scripts/db-restore.mjs ${shellWord(newest)} && docker compose start hub`}
        </CodeBlock>
        <p>
          A backup is the whole database but for one file: the secrets of notification channels are encrypted
          with <span className="break-all font-mono">{keyFile}</span>, which is in none of them. Keep a copy
          of it in another place. Whoever has both has the secrets.
        </p>
      </div>
    </>
  );
}

function OnServer({ role }: { role: Role }) {
  return (
    <>
      <SettingsHead current="backups" role={role} />
      <Notice title="The database is on a libSQL server, which copies no file for its clients.">
        <p>
          Back it up there: stop sqld and copy the folder of its --db-path, or have it write itself out as SQL
          while it runs. At Turso, <code className="font-mono">turso db shell DATABASE .dump</code> does the
          same, and the service keeps points in time to return to. The key of the channels’ secrets is the
          file data/homelab.key where the hub was started; keep a copy of it in another place.
        </p>
      </Notice>
    </>
  );
}
