import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { ChannelChoices } from "@/components/settings/channel-choices";
import { ChannelForm } from "@/components/settings/channel-form";
import { ChannelList } from "@/components/settings/channel-list";
import { SettingsHead } from "@/components/settings/settings-head";
import { TellingForm } from "@/components/settings/telling-form";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Facts } from "@/components/ui/facts";
import { database } from "@/db/client";
import { mayAct } from "@/domain/people/person";
import { readNotificationsConfig } from "@/hub/notifications/read-notifications-config";
import { single } from "../../overview-query";
import { addChannel, changeChannel, removeChannel, saveTelling, testChannel, toggleChannel } from "./actions";
import { channelTypeOf, shownSettings } from "./channel-input";
import { tellingFacts } from "./telling-view";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage({ searchParams }: PageProps<"/settings/notifications">) {
  const { role } = await requireViewer();
  const mayChange = mayAct(role, "admin");
  const { add, edit } = mayChange ? single(await searchParams) : {};
  const config = await readNotificationsConfig(database());
  const { channels, quiet_hours: quiet, cooldowns } = config;
  const edited = channels.find(({ name }) => name === edit);
  const added = edited === undefined ? channelTypeOf(add) : null;
  return (
    <>
      <SettingsHead current="notifications" role={role} />
      <h2 className="font-medium">Channels</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        Every open, worse or resolved alert goes to each channel that takes its severity. What could not be
        delivered is tried again for a day.
      </p>
      {channels.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">
          Nobody is told of anything yet.{mayChange ? " Add a channel and send a test through it." : null}
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
          actions={mayChange ? { test: testChannel, toggle: toggleChannel, remove: removeChannel } : null}
        />
      )}
      {mayChange && edited === undefined ? <ChannelChoices chosen={added} /> : null}
      {edited === undefined ? null : (
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
      {mayChange ? (
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
      ) : (
        <>
          <Facts facts={tellingFacts(config)} />
          <WhoMayChange least="admin" />
        </>
      )}
    </>
  );
}
