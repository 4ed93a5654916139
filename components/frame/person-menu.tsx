import Link from "next/link";
import type { Role } from "@/domain/people/person";

const MENU_ID = "person-menu";

/** Who is signed in, as the bar names them. */
export type FramePerson = { username: string; role: Role };

const item = "flex h-8 w-full items-center rounded-sm px-2 text-table hover:bg-wash pointer-coarse:h-11";

/** A link and a submit button in a popover: it opens, and posts, without JavaScript. */
export function PersonMenu({ person, signOut }: { person: FramePerson; signOut: () => Promise<void> }) {
  return (
    <div
      id={MENU_ID}
      popover="auto"
      className="absolute inset-auto top-11 right-2 m-0 w-48 rounded border border-edge bg-raised p-1 text-ink sm:right-6"
    >
      <p className="border-b px-2 pt-1 pb-2 text-table">
        <span className="block truncate font-medium">{person.username}</span>
        <span className="text-faint text-label">{person.role}</span>
      </p>
      <Link href="/account" className={`mt-1 ${item}`}>
        Account
      </Link>
      <form action={signOut}>
        <button type="submit" className={item}>
          Sign out
        </button>
      </form>
    </div>
  );
}

export function PersonButton({ person }: { person: FramePerson }) {
  return (
    <button
      type="button"
      popoverTarget={MENU_ID}
      title={`Signed in as ${person.username}`}
      className="-mr-1 inline-flex size-8 shrink-0 items-center justify-center rounded text-secondary hover:text-ink pointer-coarse:size-11"
    >
      <span className="sr-only">Account of {person.username}</span>
      <svg
        viewBox="0 0 16 16"
        className="size-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <circle cx="8" cy="5.25" r="2.75" />
        <path d="M2.75 14c.5-3 2.5-4.25 5.25-4.25S12.750 11 13.250 14" />
      </svg>
    </button>
  );
}
