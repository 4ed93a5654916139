import type { Route } from "next";
import { Segmented } from "../ui/segmented";

/** First how the hub is and who may what, then when somebody is told, then what is kept, then what happened. */
const pages = [
  { key: "general", label: "General" },
  { key: "people", label: "People" },
  { key: "keys", label: "Keys" },
  { key: "thresholds", label: "Thresholds" },
  { key: "notifications", label: "Notifications" },
  { key: "maintenance", label: "Maintenance" },
  { key: "summary", label: "Weekly summary" },
  { key: "energy", label: "Energy" },
  { key: "retention", label: "Retention" },
  { key: "backups", label: "Backups" },
  { key: "audit", label: "Audit log" },
  { key: "about", label: "About" },
] as const;

/** Title and sub-pages of the settings. */
export function SettingsHead({ current }: { current: (typeof pages)[number]["key"] }) {
  return (
    <>
      <h1 className="font-semibold text-title">Settings</h1>
      <div className="-ml-2 mt-1 mb-5">
        <Segmented
          label="Settings"
          segments={pages.map(({ key, label }) => ({
            label,
            href: `/settings/${key}` as Route,
            isCurrent: key === current,
          }))}
        />
      </div>
    </>
  );
}
