import type { ComponentProps } from "react";
import { ChoiceFilter, DayFilters, type FilterChoice, FilterForm, TextFilter } from "../ui/filter-form";

type AlertFiltersProps = {
  /** What the form does not ask and the address must keep, such as the tab. */
  kept: Record<string, string>;
  severity: string | null;
  severities: FilterChoice[];
  server: string | null;
  servers: FilterChoice[];
  type: string | null;
  types: FilterChoice[];
  q: string;
  from: number | null;
  to: number | null;
  resetHref: ComponentProps<typeof FilterForm>["resetHref"];
};

export function AlertFilters({ kept, q, from, to, resetHref, ...chosen }: AlertFiltersProps) {
  return (
    <FilterForm action="/alerts" className="mt-2" resetHref={resetHref}>
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <ChoiceFilter label="Severity" name="severity" chosen={chosen.severity} choices={chosen.severities} />
      <ChoiceFilter label="Server" name="server" chosen={chosen.server} choices={chosen.servers} />
      <ChoiceFilter label="About" name="type" chosen={chosen.type} choices={chosen.types} />
      <TextFilter label="Text" name="q" value={q} />
      <DayFilters from={from} to={to} />
    </FilterForm>
  );
}
