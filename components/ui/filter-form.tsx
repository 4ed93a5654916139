import type { Route } from "next";
import Form from "next/form";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { ZonedField } from "./zoned-field";

const control =
  "h-7 w-full min-w-0 max-w-full rounded border border-edge bg-raised px-2 text-table pointer-coarse:h-11 pointer-coarse:text-[16px]";

type FilterFormProps = {
  action: Route;
  className?: string;
  /** Where nothing is filtered; null where that is here. */
  resetHref: ComponentProps<typeof Link>["href"] | null;
  children: ReactNode;
};

/** Filters as one form that writes them into the address; what is left empty filters nothing. */
export function FilterForm({ action, className = "", resetHref, children }: FilterFormProps) {
  return (
    <Form
      action={action}
      aria-label="Filters"
      className={`${className} grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap print:hidden`}
    >
      {children}
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

export type FilterChoice = { value: string; label: string };

/** One of a few, or any. Remade when another is chosen, as a list keeps its first choice through a navigation. */
export function ChoiceFilter(props: {
  label: string;
  name: string;
  chosen: string | null;
  choices: FilterChoice[];
}) {
  const { label, name, chosen, choices } = props;
  return (
    <Labelled label={label}>
      <select
        key={chosen}
        name={name}
        defaultValue={chosen ?? ""}
        className={`${control} sm:w-auto sm:max-w-48`}
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

export function TextFilter({ label, name, value }: { label: string; name: string; value: string | null }) {
  return (
    <Labelled label={label}>
      <input
        key={value}
        type="search"
        name={name}
        defaultValue={value ?? ""}
        maxLength={255}
        className={`${control} sm:w-40`}
      />
    </Labelled>
  );
}

/** Whole days, both included: the first by the instant it begins at, the last by the one it ends at. */
export function DayFilters({ from, to }: { from: number | null; to: number | null }) {
  return (
    <>
      <ZonedField key={`from ${from}`} label="From" name="from" at={from} asks="first-second" />
      <ZonedField key={`to ${to}`} label="To" name="to" at={to} asks="last-second" />
    </>
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
