"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isCurrent, navItems } from "./nav";

export function NavLinks({ className, linkClassName }: { className: string; linkClassName: string }) {
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
          </Link>
        </li>
      ))}
    </ul>
  );
}
