import type { Metadata } from "next";
import { requireAdmin } from "@/app/require-person";
import { PeopleTable } from "@/components/people/people-table";
import { NewPersonForm } from "@/components/people/person-forms";
import { SettingsHead } from "@/components/settings/settings-head";
import { database } from "@/db/client";
import { listPeople } from "@/db/queries/people";
import { now } from "@/hub/clock";
import { addPerson } from "./actions";
import { personRow } from "./people-view";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const { id: ownId, role } = await requireAdmin();
  const at = now();
  const people = await listPeople(database(), at);
  return (
    <>
      <SettingsHead current="people" role={role} />
      <p className="mb-4 max-w-prose text-secondary text-table">
        Who may sign in. A viewer reads; an operator also looks after servers, alerts and thresholds; an
        administrator decides about everything. What each of them did is in the audit log.
      </p>
      <div className="mb-8">
        <PeopleTable rows={people.map((person) => personRow(person, ownId))} now={at} />
      </div>
      <h2 className="mb-1 font-medium">Add somebody</h2>
      <p className="mb-3 max-w-prose text-secondary text-table">
        The hub makes a password for them, with which nothing opens but the page to choose their own.
      </p>
      <NewPersonForm action={addPerson} />
    </>
  );
}
