import type { Metadata, Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { CostForm } from "@/components/settings/cost-form";
import { SettingsHead } from "@/components/settings/settings-head";
import { database } from "@/db/client";
import { getCostConfig } from "@/db/queries/config";
import { saveCost } from "./actions";

export const metadata: Metadata = { title: "Energy" };

export default async function EnergyPage() {
  await requireViewer();
  const cost = await getCostConfig(database());
  return (
    <>
      <SettingsHead current="energy" />
      <p className="mb-3 max-w-prose text-secondary text-table">
        What the servers cost is estimated from their power when idle and at full load, which you set on the
        page of each under Settings, and from how busy they were.{" "}
        <Link href={"/capacity#energy" as Route} className="text-ink underline underline-offset-2">
          What that comes to
        </Link>
      </p>
      <CostForm
        action={saveCost}
        electricityRate={String(cost.electricity_rate)}
        currencySymbol={cost.currency_symbol}
        timeZone={cost.time_zone}
      />
    </>
  );
}
