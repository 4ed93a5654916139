import { Dialog, DialogClose } from "../ui/dialog";
import { ShortcutKeys } from "./shortcut-keys";
import { shortcuts } from "./shortcuts-list";

const HELP_ID = "shortcuts";

/** The keys that work on every page, and the list of them that `?` opens. */
export function Shortcuts({ mayAcknowledge }: { mayAcknowledge: boolean }) {
  return (
    <>
      <ShortcutKeys helpId={HELP_ID} />
      <Dialog id={HELP_ID} title="Keys">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-table">
          {shortcuts
            .filter(({ keys }) => mayAcknowledge || keys !== "a")
            .map(({ keys, what }) => (
              <div key={keys} className="contents">
                <dt className="figures">{keys}</dt>
                <dd className="text-secondary">{what}</dd>
              </div>
            ))}
        </dl>
        <div className="mt-4 flex justify-end">
          <DialogClose dialogId={HELP_ID}>Close</DialogClose>
        </div>
      </Dialog>
    </>
  );
}
