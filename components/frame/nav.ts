import type { Route } from "next";

type NavItem = {
  label: string;
  href: Route;
  /** Pages below this path belong to the word, too. */
  covers: readonly string[];
  /** Carries the number of open alerts. */
  isCounted?: boolean;
};

/** The words of the top bar and the bottom bar. A word stands here once its page exists. */
export const navItems: readonly NavItem[] = [
  { label: "Overview", href: "/", covers: ["/servers", "/charts"] },
  { label: "Alerts", href: "/alerts", covers: ["/alerts"], isCounted: true },
  { label: "Services", href: "/services", covers: ["/services"] },
  { label: "Capacity", href: "/capacity", covers: ["/capacity"] },
  { label: "Settings", href: "/settings", covers: ["/settings"] },
];

/** How many alerts are open, and whether one of them is critical: only that is worth a colour in the bar. */
export type OpenAlerts = { count: number; isCritical: boolean };

export function isCurrent(item: NavItem, pathname: string): boolean {
  return (
    pathname === item.href || item.covers.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  );
}
