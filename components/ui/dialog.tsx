import { type ComponentProps, type ReactNode, useId } from "react";
import { Button } from "./button";

type DialogProps = {
  id: string;
  title: string;
  /** It may fill the screen, so the button that closes it stays in sight above. */
  isLong?: boolean;
  children: ReactNode;
};

/**
 * A dialog that opens and closes without JavaScript: a popover. Escape and a press outside close it; the element that
 * should take focus carries `autoFocus`.
 */
export function Dialog({ id, title, isLong = false, children }: DialogProps) {
  const titleId = useId();
  return (
    <dialog
      id={id}
      popover="auto"
      aria-labelledby={titleId}
      className={`m-auto max-h-[85dvh] w-[min(28rem,calc(100vw-32px))] overflow-y-auto rounded border border-edge bg-raised px-5 pb-5 text-ink backdrop:bg-page/75 ${isLong ? "" : "pt-5"}`}
    >
      {isLong ? (
        <div className="sticky top-0 z-10 -mx-5 mb-1 flex items-center justify-between gap-4 bg-raised px-5 pt-4 pb-2">
          <h2 id={titleId} className="min-w-0 font-semibold [overflow-wrap:anywhere]">
            {title}
          </h2>
          <DialogClose dialogId={id} size="small" className="-mr-2">
            Close
          </DialogClose>
        </div>
      ) : (
        <h2 id={titleId} className="mb-3 font-semibold">
          {title}
        </h2>
      )}
      {children}
    </dialog>
  );
}

/** Opens the dialog of that id. */
export function DialogButton({ dialogId, ...rest }: ComponentProps<typeof Button> & { dialogId: string }) {
  return <Button type="button" popoverTarget={dialogId} {...rest} />;
}

/** Closes the dialog it stands in. */
export function DialogClose({ dialogId, ...rest }: ComponentProps<typeof Button> & { dialogId: string }) {
  return <Button type="button" tone="quiet" popoverTarget={dialogId} popoverTargetAction="hide" {...rest} />;
}
