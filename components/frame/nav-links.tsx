"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isCurrent, navItems, type OpenAlerts } from "./nav";

type NavLinksProps = { className: string; linkClassName: string; alerts: OpenAlerts };

export function NavLinks({ className, linkClassName, alerts }: NavLinksProps) {
  const pathname = usePathname();
  return (
    <ul className={className}>
      {navItems.map((item) => (
        <li key={item.href} className="contents">
          <Link
            href={item.href}
            aria-current={isCurrent(item, pathname) ? "page" : undefined}
            className={linkClassName}
          >
            {item.label}
            {item.isCounted === true && alerts.count > 0 ? (
              <span
                className={`figures ml-1.5 text-label ${alerts.isCritical ? "font-semibold text-bad" : "text-secondary"}`}
              >
                {alerts.count}
                <span className="sr-only"> open{alerts.isCritical ? ", critical" : ""}</span>
              </span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
