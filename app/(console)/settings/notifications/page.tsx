import type { Metadata, Route } from "next";
import { requireViewer } from "@/app/require-person";
import { channelWords } from "@/components/settings/channel-fields";
import { ChannelForm } from "@/components/settings/channel-form";
import { ChannelList } from "@/components/settings/channel-list";
import { SettingsHead } from "@/components/settings/settings-head";
import { TellingForm } from "@/components/settings/telling-form";
import { Segmented } from "@/components/ui/segmented";
import { database } from "@/db/client";
import { channelTypes } from "@/domain/notifications/notification";
import { readNotificationsConfig } from "@/hub/notifications/read-notifications-config";
import { single } from "../../overview-query";
import { addChannel, changeChannel, removeChannel, saveTelling, testChannel, toggleChannel } from "./actions";
import { channelTypeOf, shownSettings } from "./channel-input";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage({ searchParams }: PageProps<"/settings/notifications">) {
  await requireViewer();
  const { add, edit } = single(await searchParams);
  const config = await readNotificationsConfig(database());
  const { channels, quiet_hours: quiet, cooldowns } = config;
  const edited = channels.find(({ name }) => name === edit);
  const added = edited === undefined ? channelTypeOf(add) : null;
  return (
    <>
      <SettingsHead current="notifications" />
      <h2 className="font-medium">Channels</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        Every open, worse or resolved alert goes to each channel that takes its severity. What could not be
        delivered is tried again for a day.
      </p>
      {channels.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">
          Nobody is told of anything yet. Add a channel and send a test through it.
        </p>
      ) : (
        <ChannelList
          channels={channels.map(({ name, type, enabled, min_severity }) => ({
            name,
            type,
            isEnabled: enabled,
            minSeverity: min_severity,
            editHref: `/settings/notifications?edit=${encodeURIComponent(name)}`,
          }))}
          test={testChannel}
          toggle={toggleChannel}
          remove={removeChannel}
        />
      )}
      {edited === undefined ? (
        <div className="mt-3 flex flex-wrap items-center gap-x-3">
          <span className="text-secondary text-table">Add</span>
          <Segmented
            label="Add a channel"
            segments={channelTypes.map((type) => ({
              label: channelWords[type],
              href: `/settings/notifications?add=${type}` as Route,
              isCurrent: type === added,
            }))}
          />
        </div>
      ) : (
        <ChannelForm
          key={edited.name}
          action={changeChannel}
          type={edited.type}
          channel={{
            name: edited.name,
            minSeverity: edited.min_severity,
            ...shownSettings(edited.settings),
          }}
        />
      )}
      {added === null ? null : <ChannelForm key={added} action={addChannel} type={added} channel={null} />}
      <h2 className="mt-8 mb-2 font-medium">When to tell</h2>
      <TellingForm
        action={saveTelling}
        quiet={{
          isEnabled: quiet.enabled,
          timeZone: quiet.time_zone,
          weekdays: quiet.weekdays,
          start: quiet.start,
          end: quiet.end,
          doesCriticalPass: quiet.critical_passes,
        }}
        criticalMinutes={cooldowns.critical_minutes}
        highMinutes={cooldowns.high_minutes}
        doesTellResolved={config.notify_on_resolve}
      />
    </>
  );
}
