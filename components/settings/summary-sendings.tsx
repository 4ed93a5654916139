import type { Route } from "next";
import type { NotificationStatus } from "@/domain/notifications/notification";
import { LocalTime } from "../ui/local-time";
import type { State } from "../ui/state-look";
import { StateMark } from "../ui/state-mark";
import { Row, RowLink, Table, Td, Th } from "../ui/table";
import { TestButton, type TestOutcome } from "./test-button";

type Message = {
  id: number;
  /** "16–22 November 2026". */
  week: string;
  href: string;
  channelName: string | null;
  status: NotificationStatus;
  /** When it was sent or given up; null while it waits. */
  finishedAt: number | null;
  answer: string | null;
};

type SummaryTestsProps = {
  channels: string[];
  sendNow: (before: TestOutcome, form: FormData) => Promise<TestOutcome>;
};

const states: Record<NotificationStatus, State> = {
  waiting: "notice",
  sent: "ok",
  failed: "bad",
  merged: "unknown",
  dropped: "unknown",
};

/** A button for each channel. */
export function SummaryTests({ channels, sendNow }: SummaryTestsProps) {
  return (
    <ul aria-label="Channels" className="border-y">
      {channels.map((name) => (
        <li
          key={name}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-1.5 text-table last:border-b-0"
        >
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <TestButton action={sendNow} name={name} word="Send last week" />
        </li>
      ))}
    </ul>
  );
}

/** What became of the messages of past weeks. */
export function SummarySendings({ messages }: { messages: Message[] }) {
  if (messages.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-1 font-medium">Sent by itself</h2>
      <Table
        label="Messages of past weeks"
        head={
          <>
            <Th>Week</Th>
            <Th>Channel</Th>
            <Th>State</Th>
            <Th align="right">At</Th>
          </>
        }
      >
        {messages.map(({ id, week, href, channelName, status, finishedAt, answer }) => (
          <Row key={id}>
            <Td className="whitespace-nowrap">
              <RowLink href={href as Route} prefetch={false}>
                {week}
              </RowLink>
            </Td>
            <Td className="w-1/3 min-w-24 max-w-0 truncate">{channelName ?? "removed"}</Td>
            <Td className="whitespace-nowrap" title={answer ?? undefined}>
              <StateMark state={states[status]} word={status} />
            </Td>
            <Td align="right">{finishedAt === null ? "" : <LocalTime at={finishedAt} />}</Td>
          </Row>
        ))}
      </Table>
    </section>
  );
}
