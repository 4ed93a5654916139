import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";

export type SessionRow = {
  id: string;
  browser: string;
  address: string;
  createdAt: number;
  isThis: boolean;
};

type SessionListProps = {
  sessions: SessionRow[];
  end: (form: FormData) => Promise<void>;
  signOut: () => Promise<void>;
};

/** The browsers that are signed in as one person, newest first. */
export function SessionList({ sessions, end, signOut }: SessionListProps) {
  return (
    <ul aria-label="Sessions" className="border-y text-table">
      {sessions.map(({ id, browser, address, createdAt, isThis }) => (
        <li
          key={id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 border-b py-1.5 last:border-b-0 sm:flex"
        >
          <span className="min-w-0 truncate font-medium sm:w-44">{browser}</span>
          <span className="row-start-2 flex min-w-0 flex-wrap gap-x-3 text-secondary sm:contents">
            <span className="figures min-w-0 truncate sm:w-32">{address}</span>
            <span className="min-w-0 sm:flex-1">
              since <LocalTime at={createdAt} />
              {isThis ? ", this browser" : ""}
            </span>
          </span>
          {isThis ? (
            <form action={signOut} className="row-span-2">
              <Button size="small" tone="quiet">
                Sign out
              </Button>
            </form>
          ) : (
            <form action={end} className="row-span-2">
              <input type="hidden" name="id" value={id} />
              <Button size="small" tone="quiet" aria-label={`Sign out ${browser} at ${address}`}>
                Sign out
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
