import type { PersonRow } from "@/components/people/people-table";
import type { ListedPerson } from "@/db/queries/people";

/** One person as a row of the list. */
export function personRow(person: ListedPerson, ownId: string): PersonRow {
  const { id, username, role, lastLogin, sessionsCount } = person;
  return {
    ...{ id, username, role, lastLogin, sessionsCount },
    isYou: id === ownId,
    proof: proofWords(person),
    secondFactor: person.hasTwoFactor ? "on" : person.hasPassword ? "off" : "the provider's",
  };
}

function proofWords({ hasPassword, hasOidc, mustChangePassword }: ListedPerson): string {
  const ways = [
    hasPassword ? (mustChangePassword ? "temporary password" : "password") : null,
    hasOidc ? "provider" : null,
  ];
  return ways.filter((way) => way !== null).join(", ") || "nothing yet";
}
