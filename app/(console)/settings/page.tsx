import type { Route } from "next";
import { redirect } from "next/navigation";
import { requireViewer } from "@/app/require-person";

/** The word in the bar leads to the first of the pages. */
export default async function SettingsPage() {
  await requireViewer();
  redirect("/settings/general" as Route);
}
