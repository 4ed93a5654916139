import type { Route } from "next";
import { Segmented } from "../ui/segmented";

const pages = [
  { key: "thresholds", label: "Thresholds" },
  { key: "notifications", label: "Notifications" },
  { key: "summary", label: "Weekly summary" },
  { key: "maintenance", label: "Maintenance" },
  { key: "energy", label: "Energy" },
  { key: "people", label: "People" },
  { key: "keys", label: "Keys" },
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
