import Form from "next/form";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "../ui/button";

type Choice = { value: string; label: string };

type AlertFiltersProps = {
  /** What the form does not ask and the address must keep, such as the tab. */
  kept: Record<string, string>;
  severity: string | null;
  severities: Choice[];
  server: string | null;
  servers: Choice[];
  type: string | null;
  types: Choice[];
  q: string;
  from: string | null;
  to: string | null;
  resetHref: ComponentProps<typeof Link>["href"] | null;
};

const control =
  "h-7 w-full min-w-0 max-w-full rounded border border-edge bg-raised px-2 text-table pointer-coarse:h-11 pointer-coarse:text-[16px]";

/** The filters as one form that writes them into the address; what is left empty filters nothing. */
export function AlertFilters({ kept, q, from, to, resetHref, ...chosen }: AlertFiltersProps) {
  return (
    <Form
      action="/alerts"
      aria-label="Filters"
      className="mt-2 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap print:hidden"
    >
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Choose label="Severity" name="severity" chosen={chosen.severity} choices={chosen.severities} />
      <Choose label="Server" name="server" chosen={chosen.server} choices={chosen.servers} />
      <Choose label="About" name="type" chosen={chosen.type} choices={chosen.types} />
      <Labelled label="Text">
        <input
          key={q}
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          className={`${control} sm:w-36`}
        />
      </Labelled>
      <Labelled label="From (UTC)">
        <input
          key={from}
          type="date"
          name="from"
          defaultValue={from ?? ""}
          className={`${control} sm:w-auto`}
        />
      </Labelled>
      <Labelled label="To (UTC)">
        <input key={to} type="date" name="to" defaultValue={to ?? ""} className={`${control} sm:w-auto`} />
      </Labelled>
      <span className="flex items-center gap-3">
        <Button size="small">Filter</Button>
        {resetHref === null ? null : (
          <Link href={resetHref} className="text-table underline underline-offset-2">
            clear
          </Link>
        )}
      </span>
    </Form>
  );
}

function Choose({
  label,
  name,
  chosen,
  choices,
}: {
  label: string;
  name: string;
  chosen: string | null;
  choices: Choice[];
}) {
  return (
    <Labelled label={label}>
      <select
        key={chosen}
        name={name}
        defaultValue={chosen ?? ""}
        className={`${control} sm:w-auto sm:max-w-44`}
      >
        <option value="">any</option>
        {choices.map(({ value, label: word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="grid min-w-0 gap-0.5 text-faint text-label [&>*]:text-ink">
      {label}
      {children}
    </label>
  );
}
