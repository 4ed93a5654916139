import type { ReactNode } from "react";
import { readTheme } from "@/app/theme-cookie";
import { Frame } from "@/components/frame/frame";
import { chooseTheme } from "./theme/choose-theme";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Frame theme={await readTheme()} chooseTheme={chooseTheme}>
      {children}
    </Frame>
  );
}
