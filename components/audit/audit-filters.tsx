import Form from "next/form";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "../ui/button";

type AuditFiltersProps = {
  who: string | null;
  actors: string[];
  action: string | null;
  actions: { value: string; label: string }[];
  subject: string | null;
  from: string | null;
  to: string | null;
  resetHref: ComponentProps<typeof Link>["href"] | null;
};

const control =
  "h-7 w-full min-w-0 max-w-full rounded border border-edge bg-raised px-2 text-table pointer-coarse:h-11 pointer-coarse:text-[16px]";

/** The filters as one form that writes them into the address; what is left empty filters nothing. */
export function AuditFilters(props: AuditFiltersProps) {
  const { who, actors, action, actions, subject, from, to, resetHref } = props;
  return (
    <Form
      action="/settings/audit"
      aria-label="Filters"
      className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap print:hidden"
    >
      <Labelled label="Who">
        <Choice name="who" chosen={who} choices={actors.map((value) => ({ value, label: value }))} />
      </Labelled>
      <Labelled label="Action">
        <Choice name="action" chosen={action} choices={actions} />
      </Labelled>
      <Labelled label="Subject">
        <input
          key={subject}
          type="search"
          name="subject"
          defaultValue={subject ?? ""}
          maxLength={255}
          className={`${control} sm:w-40`}
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

function Choice({
  name,
  chosen,
  choices,
}: {
  name: string;
  chosen: string | null;
  choices: { value: string; label: string }[];
}) {
  return (
    <select
      key={chosen}
      name={name}
      defaultValue={chosen ?? ""}
      className={`${control} sm:w-auto sm:max-w-52`}
    >
      <option value="">any</option>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
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
