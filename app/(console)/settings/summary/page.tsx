import type { Metadata, Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { SettingsHead } from "@/components/settings/settings-head";
import { SummaryForm } from "@/components/settings/summary-form";
import { SummarySendings, SummaryTests } from "@/components/settings/summary-sendings";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Facts } from "@/components/ui/facts";
import { LocalTime } from "@/components/ui/local-time";
import { database } from "@/db/client";
import { listChannels } from "@/db/queries/notifications";
import { listSummaryMessages } from "@/db/queries/weeks";
import { formatWeekday } from "@/domain/format/weekday";
import { mayAct } from "@/domain/people/person";
import { nextSending } from "@/domain/summary/schedule";
import { weekWords } from "@/domain/summary/words";
import { now } from "@/hub/clock";
import { readSummarySettings } from "@/hub/summary/read-summary-settings";
import { weekHref } from "../../summary/week-view";
import { saveSummary, sendNow } from "./actions";

export const metadata: Metadata = { title: "Weekly summary" };

export default async function SummarySettingsPage() {
  const { role } = await requireViewer();
  const mayChange = mayAct(role, "admin");
  const db = database();
  const settings = await readSummarySettings(db);
  const channels = await listChannels(db);
  const chosen = channels.filter(({ name }) => settings.channels.includes(name));
  const messages = await listSummaryMessages(db);
  return (
    <>
      <SettingsHead current="summary" role={role} />
      <p className="mb-3 max-w-prose text-secondary text-table">
        Last week in one message: how well servers and services were heard from, which alerts were loudest,
        what grows, and what the electricity came to.{" "}
        <Link href={"/summary" as Route} className="text-ink underline underline-offset-2">
          See last week
        </Link>
      </p>
      {channels.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">
          There is no channel to send it to yet.{" "}
          {mayChange ? (
            <Link href={"/settings/notifications" as Route} className="text-ink underline underline-offset-2">
              Add one
            </Link>
          ) : null}
        </p>
      ) : (
        <>
          <p className="mb-3 text-table">
            {chosen.length === 0 ? (
              "It is not sent: no channel is chosen."
            ) : chosen.every(({ isEnabled }) => !isEnabled) ? (
              "It is not sent: the chosen channels are off."
            ) : (
              <>
                Sent next at <LocalTime at={nextSending(settings, now())} />.
              </>
            )}
          </p>
          {mayChange ? (
            <>
              <SummaryForm
                action={saveSummary}
                channels={channels.map(({ name, isEnabled }) => ({ name, isEnabled }))}
                chosen={settings.channels}
                weekday={settings.weekday}
                time={settings.time}
                timeZone={settings.time_zone}
              />
              <h2 className="mt-8 mb-2 font-medium">Send it now</h2>
              <SummaryTests channels={channels.map(({ name }) => name)} sendNow={sendNow} />
            </>
          ) : (
            <>
              <Facts
                facts={[
                  { name: "Sent to", value: chosen.map(({ name }) => name).join(", ") || "nobody" },
                  {
                    name: "Sent on",
                    value: `${formatWeekday(settings.weekday)} at ${settings.time} ${settings.time_zone}`,
                  },
                ]}
              />
              <WhoMayChange least="admin" />
            </>
          )}
          <SummarySendings
            messages={messages.map(({ week, ...message }) => ({
              ...message,
              week: weekWords({ name: week }),
              href: weekHref({ name: week }),
            }))}
          />
        </>
      )}
    </>
  );
}
