import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { RelativeTime } from "../ui/relative-time";
import { Row, Table, Td, Th } from "../ui/table";

export type KeyRow = {
  id: number;
  name: string;
  /** The first characters; null for one that was made before they were kept. */
  prefix: string | null;
  /** What it may do, how often it was used. */
  about: string;
  createdAt: number;
  createdBy: string | null;
  expiresAt: number | null;
  lastUsedAt: number | null;
  lastUsedFrom: string | null;
  /** What its button sends. */
  fields: Record<string, string>;
};

/** Keys or tokens, each with where it was last used from, and a button that ends it at once. */
export function KeyList({
  label,
  rows,
  now,
  revoke,
}: {
  label: string;
  rows: KeyRow[];
  now: number;
  revoke: (form: FormData) => Promise<void>;
}) {
  return (
    <Table
      label={label}
      head={
        <>
          <Th>Name</Th>
          <Th>Begins with</Th>
          <Th>About</Th>
          <Th>Made</Th>
          <Th>Ends</Th>
          <Th>Last used</Th>
          {/* What is hidden by its position would widen the page, were it not placed within the box that scrolls. */}
          <Th className="relative">
            <span className="sr-only">Actions</span>
          </Th>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.id}>
          <Td className="max-w-56 truncate font-medium">{row.name}</Td>
          <Td>
            {row.prefix === null ? (
              <span className="text-faint">–</span>
            ) : (
              <code className="font-mono text-secondary">{row.prefix}…</code>
            )}
          </Td>
          <Td className="whitespace-nowrap text-secondary">{row.about}</Td>
          <Td className="whitespace-nowrap text-secondary">
            <LocalTime at={row.createdAt} show="day" />
            {row.createdBy === null ? null : ` by ${row.createdBy}`}
          </Td>
          <Td className="whitespace-nowrap text-secondary">
            {row.expiresAt === null ? (
              "no end"
            ) : row.expiresAt <= now ? (
              "is over"
            ) : (
              <LocalTime at={row.expiresAt} />
            )}
          </Td>
          <Td className="whitespace-nowrap text-secondary">
            {row.lastUsedAt === null ? (
              "never"
            ) : (
              <>
                <RelativeTime at={row.lastUsedAt} now={now} />
                {row.lastUsedFrom === null ? null : (
                  <>
                    {" from "}
                    <span className="figures">{row.lastUsedFrom}</span>
                  </>
                )}
              </>
            )}
          </Td>
          <Td align="right">
            <form action={revoke}>
              {Object.entries(row.fields).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Button size="small" tone="quiet" aria-label={`Revoke ${row.name} ${row.prefix ?? row.id}`}>
                Revoke
              </Button>
            </form>
          </Td>
        </Row>
      ))}
    </Table>
  );
}
