import type { Route } from "next";

type NavItem = {
  label: string;
  href: Route;
  /** Pages below this path belong to the word, too. */
  covers: readonly string[];
};

/** The words of the top bar and the bottom bar. A word stands here once its page exists. */
export const navItems: readonly NavItem[] = [{ label: "Overview", href: "/", covers: ["/servers"] }];

export function isCurrent(item: NavItem, pathname: string): boolean {
  return (
    pathname === item.href || item.covers.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  );
}
