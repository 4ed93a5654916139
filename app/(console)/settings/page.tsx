import type { Route } from "next";
import { redirect } from "next/navigation";
import { requireOperator } from "../require-operator";

/** The word in the bar leads to the first of the pages. */
export default async function SettingsPage() {
  await requireOperator();
  redirect("/settings/thresholds" as Route);
}
