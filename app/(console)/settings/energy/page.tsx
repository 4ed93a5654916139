import type { Metadata, Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { CostForm } from "@/components/settings/cost-form";
import { SettingsHead } from "@/components/settings/settings-head";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Facts } from "@/components/ui/facts";
import { database } from "@/db/client";
import { getCostConfig } from "@/db/queries/config";
import { formatCost } from "@/domain/capacity/words";
import { mayAct } from "@/domain/people/person";
import { saveCost } from "./actions";

export const metadata: Metadata = { title: "Energy" };

export default async function EnergyPage() {
  const { role } = await requireViewer();
  const cost = await getCostConfig(database());
  return (
    <>
      <SettingsHead current="energy" role={role} />
      <p className="mb-3 max-w-prose text-secondary text-table">
        What the servers cost is estimated from their power when idle and at full load, which stand on the
        page of each under Settings, and from how busy they were.{" "}
        <Link href={"/capacity#energy" as Route} className="text-ink underline underline-offset-2">
          What that comes to
        </Link>
      </p>
      {mayAct(role, "operator") ? (
        <CostForm
          action={saveCost}
          electricityRate={String(cost.electricity_rate)}
          currencySymbol={cost.currency_symbol}
          timeZone={cost.time_zone}
        />
      ) : (
        <>
          <Facts
            facts={[
              { name: "Price of one kWh", value: formatCost(cost.electricity_rate, cost.currency_symbol) },
              { name: "Time zone", value: cost.time_zone },
            ]}
          />
          <WhoMayChange least="operator" />
        </>
      )}
    </>
  );
}
