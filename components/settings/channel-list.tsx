import type { Route } from "next";
import type { Severity } from "@/domain/alerts/alert";
import type { ChannelType } from "@/domain/notifications/notification";
import { Button } from "../ui/button";
import { Dialog, DialogButton, DialogClose } from "../ui/dialog";
import { LinkButton } from "../ui/link-button";
import { StateMark } from "../ui/state-mark";
import { channelWords } from "./channel-fields";
import { TestButton, type TestOutcome } from "./test-button";

type ChannelRow = {
  name: string;
  type: ChannelType;
  isEnabled: boolean;
  minSeverity: Severity;
  editHref: string;
};

type ChannelListProps = {
  channels: ChannelRow[];
  /** Null where they are only read. */
  actions: Actions | null;
};

type Actions = {
  test: (before: TestOutcome, form: FormData) => Promise<TestOutcome>;
  toggle: (form: FormData) => Promise<void>;
  remove: (form: FormData) => Promise<void>;
};

/** Where messages go, one a line, with what can be done about it. */
export function ChannelList({ channels, actions }: ChannelListProps) {
  return (
    <ul aria-label="Channels" className="border-y">
      {channels.map((channel, index) => (
        <li
          key={channel.name}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-1.5 text-table last:border-b-0"
        >
          <StateMark
            state={channel.isEnabled ? "ok" : "unknown"}
            word={channel.isEnabled ? "on" : "off"}
            className="w-10"
          />
          <span className="min-w-0 truncate font-medium sm:w-48">{channel.name}</span>
          <span className="text-secondary sm:w-24">{channelWords[channel.type]}</span>
          <span className="flex-1 text-secondary">
            {channel.minSeverity === "low" ? "every severity" : `from ${channel.minSeverity} on`}
          </span>
          {actions === null ? null : (
            <ChannelDeeds channel={channel} dialogId={`remove-${index}`} {...actions} />
          )}
        </li>
      ))}
    </ul>
  );
}

function ChannelDeeds({
  channel,
  dialogId,
  test,
  toggle,
  remove,
}: Actions & { channel: ChannelRow; dialogId: string }) {
  return (
    <>
      <TestButton action={test} name={channel.name} />
      <LinkButton
        href={channel.editHref as Route}
        size="small"
        tone="quiet"
        aria-label={`Change ${channel.name}`}
        prefetch={false}
      >
        Change
      </LinkButton>
      <form action={toggle}>
        <input type="hidden" name="name" value={channel.name} />
        <input type="hidden" name="enabled" value={String(!channel.isEnabled)} />
        <Button
          size="small"
          tone="quiet"
          aria-label={`Turn ${channel.name} ${channel.isEnabled ? "off" : "on"}`}
        >
          Turn {channel.isEnabled ? "off" : "on"}
        </Button>
      </form>
      <DialogButton dialogId={dialogId} size="small" tone="quiet" aria-label={`Remove ${channel.name}`}>
        Remove
      </DialogButton>
      <Dialog id={dialogId} title={`Remove ${channel.name}?`}>
        <form action={remove} className="grid gap-4">
          <input type="hidden" name="name" value={channel.name} />
          <p className="text-secondary">
            What waits for it is dropped, and its secrets are forgotten. What it was sent stays in the
            history.
          </p>
          <div className="flex justify-end gap-2">
            <DialogClose dialogId={dialogId}>Keep it</DialogClose>
            <Button tone="danger">Remove</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
