"use client";

import type { MachineType } from "@/domain/servers/server";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";

export type DescribeOutcome = {
  isSaved: boolean;
  errors: Record<string, string>;
  /** What was typed where it could not be saved. */
  typed: Record<string, string> | null;
};

type DescribeFormProps = {
  action: (before: DescribeOutcome, form: FormData) => Promise<DescribeOutcome>;
  id: string;
  displayName: string | null;
  machineType: MachineType;
  machineCategory: string | null;
  tdpWatts: number | null;
  idleWatts: number | null;
  tags: string[];
};

/** What people know of a machine and its agent does not. */
export function DescribeForm({ action, id, ...server }: DescribeFormProps) {
  const { outcome, isPending, form } = useAnsweredForm(action, { isSaved: false, errors: {}, typed: null });
  const { errors, typed } = outcome;
  const machineType = typed?.machine_type ?? server.machineType;
  return (
    <form {...form} className="grid grid-cols-2 gap-3">
      <input type="hidden" name="id" value={id} />
      <Field
        label="Name"
        name="display_name"
        className="col-span-2"
        maxLength={255}
        defaultValue={typed?.display_name ?? server.displayName ?? ""}
        placeholder={id}
        error={errors.display_name}
      />
      <Field
        label="Tags"
        name="tags"
        className="col-span-2"
        defaultValue={typed?.tags ?? server.tags.join(" ")}
        hint="Words to sort by, with spaces between them"
        error={errors.tags}
      />
      <SelectField
        label="Kind"
        name="machine_type"
        // A select keeps its first choice through a reset, unless it is a new one.
        key={machineType}
        defaultValue={machineType}
        hint="A workstation may be off"
        error={errors.machine_type}
      >
        <option value="server">Server</option>
        <option value="workstation">Workstation</option>
      </SelectField>
      <Field
        label="Category"
        name="machine_category"
        maxLength={100}
        defaultValue={typed?.machine_category ?? server.machineCategory ?? ""}
        placeholder="mini PC, NAS, Pi"
        error={errors.machine_category}
      />
      <Field
        label="Power when idle, W"
        name="idle_watts"
        inputMode="numeric"
        defaultValue={typed?.idle_watts ?? server.idleWatts ?? ""}
        error={errors.idle_watts}
      />
      <Field
        label="Power at full load, W"
        name="tdp_watts"
        inputMode="numeric"
        defaultValue={typed?.tdp_watts ?? server.tdpWatts ?? ""}
        error={errors.tdp_watts}
      />
      <div className="col-span-2 flex items-center justify-end gap-3">
        <span role="status" className="text-table text-secondary">
          {outcome.isSaved && !isPending ? "Saved" : ""}
        </span>
        <Button tone="primary" isPending={isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
