export type Fact = { name: string; value: string };

/** What is so, as lines of a name and a value. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid max-w-3xl grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-table">
      {facts.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-secondary">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
