import type { Fact } from "@/components/ui/facts";
import { formatWeekdays } from "@/domain/format/weekday";
import type { NotificationsConfig } from "@/domain/notifications/notifications-config";

type Telling = Pick<NotificationsConfig, "quiet_hours" | "cooldowns" | "notify_on_resolve">;

/** When people are told, and how often, for those who may not change it. */
export function tellingFacts({ quiet_hours: quiet, cooldowns, notify_on_resolve }: Telling): Fact[] {
  const days = formatWeekdays(quiet.weekdays);
  const but = quiet.critical_passes ? "; critical alerts are told at once" : "";
  return [
    {
      name: "Quiet hours",
      value: quiet.enabled ? `${days}, ${quiet.start} to ${quiet.end} ${quiet.time_zone}${but}` : "none",
    },
    { name: "Reminders of critical", value: everyMinutes(cooldowns.critical_minutes) },
    { name: "Reminders of high", value: everyMinutes(cooldowns.high_minutes) },
    { name: "When an alert is over", value: notify_on_resolve ? "that is told as well" : "nothing is told" },
  ];
}

const everyMinutes = (minutes: number) => (minutes === 0 ? "none" : `every ${minutes} minutes`);
