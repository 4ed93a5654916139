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
          className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-b py-1.5 last:border-b-0"
        >
          <span className="min-w-0 truncate font-medium sm:w-44">{browser}</span>
          <span className="figures min-w-0 truncate text-secondary sm:w-32">{address}</span>
          <span className="min-w-0 flex-1 text-secondary">
            since <LocalTime at={createdAt} />
            {isThis ? ", this browser" : ""}
          </span>
          {isThis ? (
            <form action={signOut}>
              <Button size="small" tone="quiet">
                Sign out
              </Button>
            </form>
          ) : (
            <form action={end}>
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
