import { Button } from "../ui/button";

type SaveRowProps = {
  isPending: boolean;
  isSaved: boolean;
  /** Why nothing was saved, where no field is to blame. */
  fault: string | null;
};

/** The end of a form of settings: its button, and what became of it. */
export function SaveRow({ isPending, isSaved, fault }: SaveRowProps) {
  return (
    <div className="flex items-center gap-3">
      <Button tone="primary" isPending={isPending}>
        Save
      </Button>
      <span role="status" className={`text-table ${fault === null ? "text-secondary" : "text-bad"}`}>
        {fault ?? (isSaved && !isPending ? "Saved" : "")}
      </span>
    </div>
  );
}
