import { type Theme, themes } from "./theme";

const words: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const MENU_ID = "theme-menu";

type ThemeMenuProps = { current: Theme; action: (form: FormData) => Promise<void> };

/** Three submit buttons in a popover: it opens, and posts, without JavaScript. */
export function ThemeMenu({ current, action }: ThemeMenuProps) {
  return (
    <div
      // A new choice is a new menu, which is a closed one.
      key={current}
      id={MENU_ID}
      popover="auto"
      className="fixed inset-auto right-4 bottom-14 m-0 w-36 rounded border border-edge bg-raised p-1 text-ink bar:absolute bar:top-11 bar:right-6 bar:bottom-auto"
    >
      <form action={action} aria-label="Theme">
        {themes.map((theme) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            aria-pressed={theme === current}
            className="flex h-8 w-full items-center justify-between rounded-sm px-2 text-table hover:bg-wash pointer-coarse:h-11"
          >
            {words[theme]}
            {theme === current ? <Tick /> : null}
          </button>
        ))}
      </form>
    </div>
  );
}

/** Opens the menu; the bar and the bottom bar each have one, the browser shows only one of them. */
export function ThemeButton({ className, children }: { className: string; children?: string }) {
  return (
    <button type="button" popoverTarget={MENU_ID} className={className} title="Theme">
      {children ?? (
        <>
          <span className="sr-only">Theme</span>
          <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
            <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
            <path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor" />
          </svg>
        </>
      )}
    </button>
  );
}

function Tick() {
  return (
    <svg
      viewBox="0 0 12 12"
      className="size-3"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M2 6.5 4.75 9 10 3.25" />
    </svg>
  );
}
