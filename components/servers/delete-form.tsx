"use client";

import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnsweredForm } from "../ui/use-answered-form";

type DeleteFormProps = {
  action: (before: string | null, form: FormData) => Promise<string | null>;
  id: string;
};

/** Deleting takes the history with it, so the name has to be typed. */
export function DeleteForm({ action, id }: DeleteFormProps) {
  const { outcome: fault, isPending, form } = useAnsweredForm(action, null);
  return (
    <form {...form} className="grid gap-2 border-t pt-4">
      <input type="hidden" name="id" value={id} />
      <div className="flex items-start justify-between gap-4">
        <Field
          label={`Type ${id} to delete it with all its history`}
          name="typed"
          autoComplete="off"
          className="min-w-0 flex-1"
          error={fault ?? undefined}
        />
        <Button tone="danger" isPending={isPending} className="mt-6">
          Delete
        </Button>
      </div>
    </form>
  );
}
