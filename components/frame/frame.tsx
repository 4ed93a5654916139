import Link from "next/link";
import type { ReactNode } from "react";
import { mayAct } from "@/domain/people/person";
import { Mark } from "./mark";
import type { OpenAlerts } from "./nav";
import { NavLinks } from "./nav-links";
import { type FramePerson, PersonButton, PersonMenu } from "./person-menu";
import { SearchBox } from "./search-box";
import { Shortcuts } from "./shortcuts";
import type { Theme } from "./theme";
import { ThemeButton, ThemeMenu } from "./theme-menu";

type FrameProps = {
  children: ReactNode;
  /** How this hub is called. */
  siteName: string;
  theme: Theme;
  chooseTheme: (form: FormData) => Promise<void>;
  /** Whether the page's data is live, in a dot and a word: "live", "reconnecting", "paused". */
  liveDot?: ReactNode;
  alerts?: OpenAlerts;
  person: FramePerson;
  signOut: () => Promise<void>;
};

const NO_ALERTS: OpenAlerts = { count: 0, isCritical: false };

/** What stands around every page of the console: a bar of 48 px on top, and where not all of it fits side by side, the words at the bottom. */
export function Frame(props: FrameProps) {
  const { children, siteName, theme, chooseTheme, liveDot, alerts = NO_ALERTS, person, signOut } = props;
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-30"
      >
        Skip to the content
      </a>
      <header className="border-b print:hidden">
        <div className="gutter flex h-12 items-center gap-3 bar:gap-6">
          <Link href="/" className="-ml-0.5 flex h-full min-w-0 items-center gap-2 font-semibold">
            <Mark className="size-5 shrink-0" />
            <span className="sr-only max-w-48 truncate sm:not-sr-only sm:truncate" title={siteName}>
              {siteName}
            </span>
          </Link>
          <nav aria-label="Pages" className="hidden h-full shrink-0 bar:block">
            <NavLinks
              alerts={alerts}
              className="flex h-full items-center gap-5"
              linkClassName="flex h-full items-center border-transparent border-y-2 text-secondary text-table hover:text-ink aria-[current]:border-b-ink aria-[current]:text-ink"
            />
          </nav>
          {/* Never narrower than what is in it: the search box gives way first, then the name. */}
          <div className="flex flex-1 items-center justify-end gap-3">
            <SearchBox />
            {liveDot}
            <ThemeButton className="-mr-2 hidden size-8 items-center justify-center rounded text-secondary hover:text-ink bar:flex pointer-coarse:size-11" />
            <PersonButton person={person} />
          </div>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="gutter min-h-[calc(100dvh-11rem)] pt-5 pb-10 outline-none bar:min-h-[calc(100dvh-7rem)]"
      >
        {children}
      </main>
      <footer className="gutter pb-20 text-label text-secondary bar:pb-6 print:hidden">
        <Link href="/api/docs" className="inline-flex h-8 items-center hover:text-ink pointer-coarse:h-11">
          API
        </Link>
      </footer>
      <nav
        aria-label="Pages, at the bottom"
        className="fixed inset-x-0 bottom-0 z-20 flex border-t bg-page pb-[env(safe-area-inset-bottom)] bar:hidden print:hidden"
      >
        <NavLinks
          alerts={alerts}
          className="flex flex-[6_1_auto]"
          linkClassName="-mt-px flex h-12 flex-auto items-center justify-center border-transparent border-t-2 text-secondary text-table aria-[current]:border-ink aria-[current]:text-ink"
        />
        <ThemeButton className="h-12 flex-auto text-secondary text-table">Theme</ThemeButton>
      </nav>
      <Shortcuts mayAcknowledge={mayAct(person.role, "operator")} />
      <ThemeMenu current={theme} action={chooseTheme} />
      <PersonMenu person={person} signOut={signOut} />
    </>
  );
}
