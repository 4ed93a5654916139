"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** A page that could not be made. The cause is in the hub's log, under the same number. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Notice
      isPage
      state="bad"
      title="This page could not be made"
      action={
        <Button type="button" onClick={reset}>
          Try again
        </Button>
      }
    >
      The hub met an error while it read its data. Nothing is lost: agents keep what they cannot deliver.
      {error.digest === undefined ? null : (
        <>
          {" "}
          The log has the cause under <span className="figures">{error.digest}</span>.
        </>
      )}
    </Notice>
  );
}
