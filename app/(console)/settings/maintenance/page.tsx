import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { MaintenanceForm } from "@/components/settings/maintenance-form";
import { MaintenanceList } from "@/components/settings/maintenance-list";
import { SettingsHead } from "@/components/settings/settings-head";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { database } from "@/db/client";
import { listMaintenanceWindows } from "@/db/queries/maintenance";
import { listServers, listTags } from "@/db/queries/servers";
import { mayAct } from "@/domain/people/person";
import { now } from "@/hub/clock";
import { addMaintenance, endMaintenance } from "./actions";
import { maintenanceRows } from "./maintenance-form";

export const metadata: Metadata = { title: "Maintenance" };

export default async function MaintenancePage() {
  const { role } = await requireViewer();
  const mayChange = mayAct(role, "operator");
  const db = database();
  const [windows, servers, tags] = await Promise.all([
    listMaintenanceWindows(db),
    listServers(db),
    listTags(db),
  ]);
  const named = servers.map(({ id, displayName }) => ({ id, name: displayName ?? id }));
  const rows = maintenanceRows(windows, new Map(named.map(({ id, name }) => [id, name])), now());
  const choices = { servers: named, tags: tags.map(({ tag }) => tag) };
  return (
    <>
      <SettingsHead current="maintenance" role={role} />
      <p className="mb-3 max-w-prose text-secondary text-table">
        During maintenance samples are kept, and no alert opens or reminds. What is still wrong at its end is
        told then, once.
      </p>
      {rows.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">No window is set.</p>
      ) : (
        <MaintenanceList rows={rows} remove={mayChange ? endMaintenance : null} />
      )}
      {mayChange ? (
        <div className="mt-6 grid max-w-5xl gap-x-12 gap-y-8 lg:grid-cols-2">
          <MaintenanceForm action={addMaintenance} kind="once" {...choices} />
          <MaintenanceForm action={addMaintenance} kind="weekly" {...choices} />
        </div>
      ) : (
        <WhoMayChange least="operator" />
      )}
    </>
  );
}
