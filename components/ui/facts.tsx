import type { Route } from "next";
import Link from "next/link";

/** `more` leads to where there is more to say of it. */
export type Fact = { name: string; value: string; more?: { href: Route; words: string } };

/** What is so, as lines of a name and a value. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid max-w-3xl grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-table">
      {facts.map(({ name, value, more }) => (
        <div key={name} className="contents">
          <dt className="text-secondary">{name}</dt>
          <dd className="break-words">
            {value}
            {more === undefined ? null : (
              <>
                {" · "}
                <Link href={more.href} className="underline underline-offset-2">
                  {more.words}
                </Link>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
