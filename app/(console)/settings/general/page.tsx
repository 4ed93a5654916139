import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { GeneralForm } from "@/components/settings/general-form";
import { SettingsHead } from "@/components/settings/settings-head";
import { networkUnitWords, temperatureUnitWords } from "@/components/settings/unit-words";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Facts } from "@/components/ui/facts";
import { mayAct } from "@/domain/people/person";
import { saveGeneral } from "./actions";

export const metadata: Metadata = { title: "General" };

export default async function GeneralPage() {
  const { role } = await requireViewer();
  const general = await site();
  return (
    <>
      <SettingsHead current="general" role={role} />
      <p className="mb-3 max-w-prose text-secondary text-table">
        What this hub is called, which clock it shows, and in which units. A month of energy and a week of the
        summary begin in its time zone, too, unless another one is chosen for them on their own pages.
      </p>
      {mayAct(role, "admin") ? (
        <GeneralForm action={saveGeneral} general={general} />
      ) : (
        <>
          <Facts
            facts={[
              { name: "Name of this hub", value: general.site_name },
              { name: "Time zone", value: general.time_zone ?? "each browser's own" },
              { name: "Temperature", value: temperatureUnitWords[general.temperature_unit] },
              { name: "Network", value: networkUnitWords[general.network_unit] },
            ]}
          />
          <WhoMayChange least="admin" />
        </>
      )}
    </>
  );
}
