import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { site, titleTemplate } from "./site";
import { readTheme } from "./theme-cookie";
import "./globals.css";

/** What every page says of itself to a browser. */
export async function documentMetadata(): Promise<Metadata> {
  const { site_name: siteName } = await site();
  return {
    title: { default: siteName, template: titleTemplate(siteName) },
    description: "The machines in your cupboard: what is up, what is not, since when.",
    // A hub is nobody's search result.
    robots: { index: false, follow: false },
    // Numbers such as uptimes look like telephone numbers to a phone.
    formatDetection: { telephone: false, date: false, address: false, email: false },
  };
}

/** The browser's own bars take the page's colour, following the operator's choice where there is one. */
export async function documentViewport(): Promise<Viewport> {
  const theme = await readTheme();
  const light = "#fafbfc";
  const dark = "#0d0f12";
  if (theme !== "system") return { themeColor: theme === "light" ? light : dark };
  return {
    themeColor: [
      { media: "(prefers-color-scheme: light)", color: light },
      { media: "(prefers-color-scheme: dark)", color: dark },
    ],
  };
}

/** What is around everything: of the pages by the root layout, of addresses without a page by `global-not-found.tsx`. */
export async function Document({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html
      lang="en-GB"
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>{children}</body>
    </html>
  );
}
