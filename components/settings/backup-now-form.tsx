"use client";

import { useActionState } from "react";
import { Button } from "../ui/button";
import { type FormAction, freshForm } from "./form-outcome";

/** One button. A large database takes longer than the form waits; then the page says that a backup is being made. */
export function BackupNowForm({ action, isUnderWay }: { action: FormAction; isUnderWay: boolean }) {
  const [{ fault, isSaved }, make, isPending] = useActionState(action, freshForm);
  return (
    <form action={make} aria-label="Make a backup" className="flex flex-wrap items-center gap-3">
      <span role="status" className={`text-table ${fault === null ? "text-secondary" : "text-bad"}`}>
        {fault === null
          ? isPending
            ? "Copying and checking"
            : isSaved && !isUnderWay
              ? "Made"
              : ""
          : "Failed"}
      </span>
      {isUnderWay ? (
        <a href="/settings/backups" className="text-table underline underline-offset-2">
          Look again
        </a>
      ) : null}
      <Button tone="primary" disabled={isPending || isUnderWay}>
        Back up now
      </Button>
    </form>
  );
}
