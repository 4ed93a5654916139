"use client";

import { useActionState } from "react";
import type { MachineType } from "@/domain/servers/server";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";

export type DescribeOutcome = { saved: boolean; errors: Record<string, string> };

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
  const [outcome, save, isPending] = useActionState(action, { saved: false, errors: {} });
  const { errors } = outcome;
  return (
    <form action={save} className="grid grid-cols-2 gap-3">
      <input type="hidden" name="id" value={id} />
      <Field
        label="Name"
        name="display_name"
        className="col-span-2"
        maxLength={255}
        defaultValue={server.displayName ?? ""}
        placeholder={id}
        error={errors.display_name}
      />
      <Field
        label="Tags"
        name="tags"
        className="col-span-2"
        defaultValue={server.tags.join(" ")}
        hint="Words to sort by, with spaces between them"
        error={errors.tags}
      />
      <SelectField
        label="Kind"
        name="machine_type"
        defaultValue={server.machineType}
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
        defaultValue={server.machineCategory ?? ""}
        placeholder="mini PC, NAS, Pi"
        error={errors.machine_category}
      />
      <Field
        label="Power when idle, W"
        name="idle_watts"
        inputMode="numeric"
        defaultValue={server.idleWatts ?? ""}
        error={errors.idle_watts}
      />
      <Field
        label="Power at full load, W"
        name="tdp_watts"
        inputMode="numeric"
        defaultValue={server.tdpWatts ?? ""}
        error={errors.tdp_watts}
      />
      <div className="col-span-2 flex items-center justify-end gap-3">
        <span role="status" className="text-table text-secondary">
          {outcome.saved && !isPending ? "Saved" : ""}
        </span>
        <Button tone="primary" disabled={isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
