import type { ReactNode } from "react";
import { LiveDot } from "@/components/live/live-dot";
import { now } from "@/hub/clock";
import { ConsoleFrame, consoleMetadata } from "./console-frame";

export const generateMetadata = consoleMetadata;

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return <ConsoleFrame liveDot={<LiveDot renderedAt={now()} />}>{children}</ConsoleFrame>;
}
