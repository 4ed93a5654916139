import type { ReactNode } from "react";
import { site } from "@/app/site";
import { Mark } from "@/components/frame/mark";

/** Before somebody is signed in: the mark, and one form. */
export default async function EntryLayout({ children }: { children: ReactNode }) {
  const { site_name: siteName } = await site();
  return (
    <main className="mx-auto w-full max-w-88 px-4 pt-[max(10vh,32px)] pb-16">
      <p className="flex items-center gap-2 font-semibold">
        <Mark />
        <span className="min-w-0 [overflow-wrap:anywhere]">{siteName}</span>
      </p>
      {children}
    </main>
  );
}
