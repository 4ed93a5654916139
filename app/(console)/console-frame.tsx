import type { Metadata } from "next";
import type { ReactNode } from "react";
import { signOutHere } from "@/app/(entry)/account/actions";
import { requireViewer } from "@/app/require-person";
import { site, titleTemplate } from "@/app/site";
import { readTheme } from "@/app/theme-cookie";
import { Frame } from "@/components/frame/frame";
import { TimeZone } from "@/components/ui/time-zone";
import { openAlerts } from "./open-alerts";
import { chooseTheme } from "./theme/choose-theme";

/** A tab in the background still says how many alerts are open, in its title and by a dot on its icon. */
export async function consoleMetadata(): Promise<Metadata> {
  const { count, isCritical } = await openAlerts();
  const { site_name: siteName } = await site();
  const prefix = count === 0 ? "" : `(${count}) `;
  const dot = count === 0 ? "" : `?dot=${isCritical ? "bad" : "notice"}`;
  return {
    title: { absolute: `${prefix}${siteName}`, template: `${prefix}${titleTemplate(siteName)}` },
    icons: {
      icon: { url: `/mark.svg${dot}`, type: "image/svg+xml", sizes: "any" },
      apple: "/apple-icon.png",
    },
  };
}

/** The frame with all that it says; of those who are signed in alone. */
export async function ConsoleFrame({ liveDot, children }: { liveDot?: ReactNode; children: ReactNode }) {
  const { site_name: siteName, time_zone: timeZone } = await site();
  return (
    <Frame
      siteName={siteName}
      theme={await readTheme()}
      chooseTheme={chooseTheme}
      liveDot={liveDot}
      alerts={await openAlerts()}
      person={await requireViewer()}
      signOut={signOutHere}
    >
      <TimeZone name={timeZone}>{children}</TimeZone>
    </Frame>
  );
}
