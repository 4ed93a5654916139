import type { ComponentProps } from "react";
import { ChoiceFilter, DayFilters, type FilterChoice, FilterForm, TextFilter } from "../ui/filter-form";

type AlertFiltersProps = {
  /** What is filtered by, in words: said while the filters are folded away. */
  chosen: string[];
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

/** The filters; on a narrow screen they are folded, so that the alerts come first. */
export function AlertFilters({ chosen, kept, q, from, to, resetHref, ...props }: AlertFiltersProps) {
  return (
    // Made anew with each choice, so that they are folded again when the alerts that match are there.
    <details key={chosen.join()} className="fold-when-narrow mt-1 sm:mt-2 print:hidden">
      <summary className="w-fit py-1.5 text-secondary text-table hover:text-ink pointer-coarse:py-3">
        {chosen.length === 0 ? "Filter" : `Filtered by ${chosen.join(", ")}`}
      </summary>
      <FilterForm action="/alerts" resetHref={resetHref}>
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <ChoiceFilter label="Severity" name="severity" chosen={props.severity} choices={props.severities} />
        <ChoiceFilter label="Server" name="server" chosen={props.server} choices={props.servers} />
        <ChoiceFilter label="About" name="type" chosen={props.type} choices={props.types} />
        <TextFilter label="Text" name="q" value={q} />
        <DayFilters from={from} to={to} />
      </FilterForm>
    </details>
  );
}
