import type { ReactNode } from "react";
import { readTheme } from "@/app/theme-cookie";
import { Frame } from "@/components/frame/frame";
import { LiveDot } from "@/components/live/live-dot";
import { now } from "@/hub/clock";
import { chooseTheme } from "./theme/choose-theme";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Frame theme={await readTheme()} chooseTheme={chooseTheme} liveDot={<LiveDot renderedAt={now()} />}>
      {children}
    </Frame>
  );
}
