import type { Route } from "next";
import type { Role } from "@/domain/people/person";
import { RelativeTime } from "../ui/relative-time";
import { Row, RowLink, Table, Td, Th } from "../ui/table";

export type PersonRow = {
  id: string;
  username: string;
  role: Role;
  isYou: boolean;
  /** By what they sign in, in words. */
  proof: string;
  secondFactor: string;
  lastLogin: number | null;
  sessionsCount: number;
};

/** Everybody who may sign in; a row leads to what can be done about them. */
export function PeopleTable({ rows, now }: { rows: PersonRow[]; now: number }) {
  return (
    <Table
      label="People"
      head={
        <>
          <Th>Username</Th>
          <Th>Role</Th>
          <Th>Signs in by</Th>
          <Th>Second factor</Th>
          <Th>Last signed in</Th>
          <Th align="right">Sessions</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.id} className="relative">
          <Td className="max-w-56 truncate font-medium">
            <RowLink href={`/settings/people/${row.id}` as Route}>{row.username}</RowLink>
            {row.isYou ? <span className="font-normal text-faint"> you</span> : null}
          </Td>
          <Td>{row.role}</Td>
          <Td className="whitespace-nowrap text-secondary">{row.proof}</Td>
          <Td className="whitespace-nowrap text-secondary">{row.secondFactor}</Td>
          <Td className="whitespace-nowrap text-secondary">
            {row.lastLogin === null ? "never" : <RelativeTime at={row.lastLogin} now={now} />}
          </Td>
          <Td align="right" className="figures">
            {row.sessionsCount}
          </Td>
        </Row>
      ))}
    </Table>
  );
}
