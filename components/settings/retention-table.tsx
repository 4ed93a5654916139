import { formatNumber } from "@/domain/format/number";
import { Button } from "../ui/button";
import { LocalTime } from "../ui/local-time";
import { Row, Table, Td, Th } from "../ui/table";

type Tier = string;

type RetentionTableRow = {
  tier: Tier;
  name: string;
  what: string;
  days: string;
  isOff: boolean;
  size: string | null;
  rows: string | null;
  lastRunAt: number | null;
  lastRun: string;
};

/** One row a tier with its days in a field. A form that is sent by address: the page then says what would be deleted. */
export function RetentionTable({
  rows,
  typed,
  errors,
  mayChange,
}: {
  rows: RetentionTableRow[];
  typed: Partial<Record<Tier, string>>;
  errors: Partial<Record<Tier, string>>;
  mayChange: boolean;
}) {
  const firstToBlame = rows.find(({ tier }) => errors[tier] !== undefined)?.tier;
  return (
    <form method="get" action="/settings/retention" aria-label="How long history is kept">
      <Table
        label="Tiers"
        className="max-w-4xl"
        head={
          <>
            <Th>What</Th>
            <Th align="right">Days kept</Th>
            <Th align="right" className="max-sm:hidden">
              Takes about
            </Th>
            <Th className="max-sm:hidden">Last run</Th>
          </>
        }
      >
        {rows.map((row) => (
          <Row key={row.tier}>
            <Td className="py-1.5">
              <span className="block">{row.name}</span>
              <span className="block whitespace-normal text-label text-secondary">{row.what}</span>
              {row.size === null ? null : (
                <span className="block text-label text-secondary sm:hidden">about {row.size}</span>
              )}
            </Td>
            <Td align="right" className="py-1.5">
              {mayChange ? (
                <DaysField
                  row={row}
                  typed={typed[row.tier]}
                  error={errors[row.tier]}
                  hasFocus={row.tier === firstToBlame}
                />
              ) : (
                <span className="figures">{row.isOff || row.days === "" ? "for ever" : row.days}</span>
              )}
            </Td>
            <Td align="right" className="py-1.5 max-sm:hidden">
              <span className="figures">{row.size ?? "–"}</span>
              {row.rows === null ? null : (
                <span className="figures block text-label text-secondary">{row.rows} rows</span>
              )}
            </Td>
            <Td className="py-1.5 max-sm:hidden">
              {row.lastRunAt === null ? null : <LocalTime at={row.lastRunAt} />}{" "}
              <span className="block whitespace-normal text-label text-secondary">{row.lastRun}</span>
            </Td>
          </Row>
        ))}
      </Table>
      {mayChange ? (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button>See what a change would delete</Button>
          <span className="text-secondary text-table">An empty field keeps a tier for ever.</span>
        </div>
      ) : null}
    </form>
  );
}

function DaysField({
  row,
  typed,
  error,
  hasFocus,
}: {
  row: RetentionTableRow;
  typed: string | undefined;
  error: string | undefined;
  hasFocus: boolean;
}) {
  const id = `days-${row.tier}`;
  return (
    <>
      <input
        name={id}
        inputMode="numeric"
        autoComplete="off"
        aria-label={`Days that ${row.name.toLowerCase()} are kept`}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        placeholder="for ever"
        // biome-ignore lint/a11y/noAutofocus: the page is the answer to what was asked, and this is what is wrong with it
        autoFocus={hasFocus}
        defaultValue={typed ?? (row.isOff ? "" : row.days)}
        className="figures h-8 w-24 rounded border border-edge bg-raised px-2 text-right aria-[invalid]:border-bad pointer-coarse:h-11"
      />
      {error === undefined ? null : (
        <span id={`${id}-error`} className="mt-1 block max-w-56 whitespace-normal text-bad text-label">
          {error}
        </span>
      )}
    </>
  );
}

/** What the next run would delete with the days that were typed, and the button that saves them. */
export function RetentionPreview({
  lines,
  rows,
  isPossible,
  typed,
  save,
}: {
  lines: string[];
  /** How many would go, of all tiers together. */
  rows: number;
  isPossible: boolean;
  typed: Partial<Record<Tier, string>>;
  save: (form: FormData) => Promise<void>;
}) {
  return (
    <section aria-label="What would be deleted" className="mt-5 max-w-4xl border-y py-3 text-table">
      <h2 className="font-medium">
        {lines.length === 0 ? "Nothing would be deleted sooner" : "The next run would delete"}
      </h2>
      <ul className="my-2">
        {lines.map((line) => (
          <li key={line} className="tabular-nums">
            {line}
          </li>
        ))}
      </ul>
      {isPossible ? (
        <form action={save}>
          {Object.entries(typed).map(([tier, days]) => (
            <input key={tier} type="hidden" name={`days-${tier}`} value={days ?? ""} />
          ))}
          {rows === 0 ? (
            <Button tone="primary">Save</Button>
          ) : (
            <Button tone="danger">
              {`Save and delete ${formatNumber(rows)} ${rows === 1 ? "row" : "rows"}`}
            </Button>
          )}
        </form>
      ) : (
        <p className="text-bad">It cannot be saved so: see the days above.</p>
      )}
    </section>
  );
}
