import { RelativeTime } from "../ui/relative-time";
import { Row, Table, Td, Th } from "../ui/table";

type JobTableProps = {
  jobs: {
    name: string;
    when: string;
    lastStartedAt: number | null;
    took: string;
    state: "good" | "bad" | "notice" | "none";
    words: string;
  }[];
  now: number;
};

const colours = { good: "text-secondary", bad: "text-bad", notice: "text-notice", none: "text-faint" };

/** What the hub does because time passed, and whether it does. */
export function JobTable({ jobs, now }: JobTableProps) {
  return (
    <Table
      label="Jobs"
      head={
        <>
          <Th>Job</Th>
          <Th>State</Th>
          <Th align="right">Last run</Th>
          <Th align="right" className="hidden sm:table-cell">
            Took
          </Th>
          <Th align="right" className="hidden sm:table-cell">
            Runs
          </Th>
        </>
      }
    >
      {jobs.map((job) => (
        <Row key={job.name}>
          <Td>{job.name}</Td>
          <Td className={`break-words ${colours[job.state]}`}>{job.words}</Td>
          <Td align="right">
            <RelativeTime at={job.lastStartedAt} now={now} />
          </Td>
          <Td align="right" className="hidden sm:table-cell">
            <span className="figures">{job.took}</span>
          </Td>
          <Td align="right" className="hidden text-secondary sm:table-cell">
            {job.when}
          </Td>
        </Row>
      ))}
    </Table>
  );
}
