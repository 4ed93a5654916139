import type { Route } from "next";
import { mayAct, type Role } from "@/domain/people/person";
import { Segmented } from "../ui/segmented";

type SettingsPage =
  | "general"
  | "people"
  | "keys"
  | "thresholds"
  | "notifications"
  | "maintenance"
  | "summary"
  | "energy"
  | "retention"
  | "backups"
  | "audit"
  | "about";

/** First how the hub is and who may what, then when somebody is told, then what is kept, then what happened. */
const pages: { key: SettingsPage; label: string; least?: Role }[] = [
  { key: "general", label: "General" },
  { key: "people", label: "People", least: "admin" },
  { key: "keys", label: "Keys", least: "admin" },
  { key: "thresholds", label: "Thresholds" },
  { key: "notifications", label: "Notifications" },
  { key: "maintenance", label: "Maintenance" },
  { key: "summary", label: "Weekly summary" },
  { key: "energy", label: "Energy" },
  { key: "retention", label: "Retention" },
  { key: "backups", label: "Backups" },
  { key: "audit", label: "Audit log", least: "admin" },
  { key: "about", label: "About" },
];

/** Title and sub-pages of the settings, as far as they are for somebody of this role. */
export function SettingsHead({ current, role }: { current: SettingsPage; role: Role }) {
  return (
    <>
      <h1 className="font-semibold text-title">Settings</h1>
      <div className="-ml-2 mt-1 mb-5">
        <Segmented
          label="Settings"
          segments={pages
            .filter(({ least = "viewer" }) => mayAct(role, least))
            .map(({ key, label }) => ({
              label,
              href: `/settings/${key}` as Route,
              isCurrent: key === current,
            }))}
        />
      </div>
    </>
  );
}
