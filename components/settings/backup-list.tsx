import { formatBytes } from "@/domain/format/bytes";
import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { LocalTime } from "../ui/local-time";
import type { State } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";
import { Row, Table, Td, Th } from "../ui/table";

export type BackupRow = { name: string; at: number; bytes: number; kind: string; href: string };

export type BackupVerdict = {
  state: State;
  word: string;
  words: string;
  /** The moment that the words end with; null where they need none. */
  at: number | null;
  /** When the next one is due; null where none is. */
  nextAt: number | null;
};

/** How things stand, and when the next one is made. */
export function BackupStatus({ verdict }: { verdict: BackupVerdict }) {
  const { state, word, words, at, nextAt } = verdict;
  return (
    <p className="flex min-w-0 flex-1 basis-80 flex-wrap gap-x-3 gap-y-0.5 text-table">
      <StateMark state={state} word={word} />
      <span className="min-w-0 break-words">
        {words}
        {at === null ? null : (
          <>
            {" "}
            <LocalTime at={at} />.
          </>
        )}
      </span>
      {nextAt === null ? null : (
        <span className="text-secondary">
          Next: <LocalTime at={nextAt} />
        </span>
      )}
    </p>
  );
}

/** The backups, newest first. All of them were checked before they got their name. Without `remove` they are only read. */
export function BackupList({
  rows,
  remove,
}: {
  rows: BackupRow[];
  remove: ((form: FormData) => Promise<void>) | null;
}) {
  return (
    <Table
      label="Backups"
      head={
        <>
          <Th>Of</Th>
          <Th className="max-sm:hidden">Made</Th>
          <Th align="right">Size</Th>
          <Th className="max-sm:hidden">File</Th>
          {remove === null ? null : (
            <Th>
              <span className="sr-only">What to do</span>
            </Th>
          )}
        </>
      }
    >
      {rows.map(({ name, at, bytes, kind, href }) => (
        <Row key={name}>
          <Td>
            <LocalTime at={at} />
            <span className="block text-label text-secondary sm:hidden">{kind}</span>
          </Td>
          <Td className="whitespace-nowrap max-sm:hidden">
            {kind}
            <span className="text-faint">, checked</span>
          </Td>
          <Td align="right" className="whitespace-nowrap tabular-nums">
            {formatBytes(bytes)}
          </Td>
          <Td className="font-mono text-label text-secondary max-sm:hidden">{name}</Td>
          {remove === null ? null : (
            <Td>
              <div className="flex items-center justify-end gap-1">
                {/* A file, so no link of Next's, which would fetch it as a page. */}
                <a
                  href={href}
                  download
                  className={buttonClass({ size: "small", tone: "quiet" })}
                  aria-label={`Download ${name}`}
                >
                  Download
                </a>
                <details>
                  <summary
                    className={`${buttonClass({ size: "small", tone: "quiet" })} cursor-pointer list-none [&::-webkit-details-marker]:hidden`}
                    aria-label={`Delete ${name} …`}
                  >
                    Delete …
                  </summary>
                  <form action={remove} className="mt-1">
                    <input type="hidden" name="name" value={name} />
                    <Button size="small" tone="danger" aria-label={`Delete ${name} for good`}>
                      For good
                    </Button>
                  </form>
                </details>
              </div>
            </Td>
          )}
        </Row>
      ))}
    </Table>
  );
}
