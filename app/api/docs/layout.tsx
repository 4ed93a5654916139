import type { ReactNode } from "react";
import { chooseTheme } from "@/app/(console)/theme/choose-theme";
import { signOutHere } from "@/app/(entry)/account/actions";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { readTheme } from "@/app/theme-cookie";
import { Frame } from "@/components/frame/frame";

export default async function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <Frame
      siteName={(await site()).site_name}
      theme={await readTheme()}
      chooseTheme={chooseTheme}
      person={await requireViewer()}
      signOut={signOutHere}
    >
      {children}
    </Frame>
  );
}
