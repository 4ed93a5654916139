import type { MachineType } from "@/domain/servers/server";
import { Button } from "../ui/button";
import { Dialog, DialogButton } from "../ui/dialog";
import { DeleteForm } from "./delete-form";
import { DescribeForm, type DescribeOutcome } from "./describe-form";
import { TokenForm } from "./token-form";

export type SettingsServer = {
  id: string;
  displayName: string | null;
  machineType: MachineType;
  machineCategory: string | null;
  tdpWatts: number | null;
  idleWatts: number | null;
  tags: string[];
  pausedAt: number | null;
};

type Actions = {
  changeServer: (before: DescribeOutcome, form: FormData) => Promise<DescribeOutcome>;
  togglePause: (form: FormData) => Promise<void>;
  issueNewToken: (before: string | null, form: FormData) => Promise<string>;
  removeServer: (before: string | null, form: FormData) => Promise<string | null>;
};

/** Everything that changes a server, behind one button. */
export function ServerSettings({ server, actions }: { server: SettingsServer; actions: Actions }) {
  const isPaused = server.pausedAt !== null;
  return (
    <>
      <DialogButton dialogId="server-settings" size="small">
        Settings
      </DialogButton>
      <Dialog id="server-settings" isLong title={`Settings of ${server.displayName ?? server.id}`}>
        <div className="grid gap-5 text-body text-ink">
          <DescribeForm
            action={actions.changeServer}
            id={server.id}
            displayName={server.displayName}
            machineType={server.machineType}
            machineCategory={server.machineCategory}
            tdpWatts={server.tdpWatts}
            idleWatts={server.idleWatts}
            tags={server.tags}
          />
          <form
            action={actions.togglePause}
            className="flex items-center justify-between gap-4 border-t pt-4"
          >
            <input type="hidden" name="id" value={server.id} />
            <input type="hidden" name="paused" value={String(!isPaused)} />
            <p className="text-table text-secondary">
              {isPaused
                ? "Paused: samples are kept, its silence is nobody's problem."
                : "While it is paused, samples are kept and its silence is nobody's problem."}
            </p>
            <Button>{isPaused ? "Resume" : "Pause"}</Button>
          </form>
          <TokenForm action={actions.issueNewToken} id={server.id} />
          <DeleteForm action={actions.removeServer} id={server.id} />
        </div>
      </Dialog>
    </>
  );
}
