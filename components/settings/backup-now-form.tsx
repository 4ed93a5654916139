"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import { Button } from "../ui/button";
import { type FormAction, freshForm } from "./form-outcome";

const LOOK_MS = 2000;

/** One button. A large database takes longer than the form waits; then the page says that a backup is being made. */
export function BackupNowForm({ action, isUnderWay }: { action: FormAction; isUnderWay: boolean }) {
  const [{ fault, isSaved }, make, isPending] = useActionState(action, freshForm);
  const { refresh } = useRouter();
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(refresh, LOOK_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, refresh]);
  return (
    <form action={make} aria-label="Make a backup" className="flex flex-wrap items-center gap-3">
      <span
        role="status"
        className={`text-table empty:hidden ${fault === null ? "text-secondary" : "text-bad"}`}
      >
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
      <Button tone="primary" isPending={isPending || isUnderWay}>
        Back up now
      </Button>
    </form>
  );
}
