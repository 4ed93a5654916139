import type { ComponentProps } from "react";
import { ChoiceFilter, DayFilters, type FilterChoice, FilterForm, TextFilter } from "../ui/filter-form";

type AuditFiltersProps = {
  who: string | null;
  actors: string[];
  action: string | null;
  actions: FilterChoice[];
  subject: string | null;
  from: number | null;
  to: number | null;
  resetHref: ComponentProps<typeof FilterForm>["resetHref"];
};

export function AuditFilters(props: AuditFiltersProps) {
  const { who, actors, action, actions, subject, from, to, resetHref } = props;
  const people = actors.map((value) => ({ value, label: value }));
  return (
    <FilterForm action="/settings/audit" resetHref={resetHref}>
      <ChoiceFilter label="Who" name="who" chosen={who} choices={people} />
      <ChoiceFilter label="Action" name="action" chosen={action} choices={actions} />
      <TextFilter label="Subject" name="subject" value={subject} />
      <DayFilters from={from} to={to} />
    </FilterForm>
  );
}
