import type { ReactNode } from "react";
import { Mark } from "@/components/frame/mark";

/** Before somebody is signed in: the mark, and one form. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto w-full max-w-88 px-4 pt-[max(10vh,32px)] pb-16">
      <p className="flex items-center gap-2 font-semibold">
        <Mark />
        HomelabCmd
      </p>
      {children}
    </main>
  );
}
