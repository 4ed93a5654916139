import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { requireAdmin } from "@/app/require-person";
import { DeletePersonForm, ResetForm, RoleForm } from "@/components/people/person-forms";
import { SettingsHead } from "@/components/settings/settings-head";
import { database } from "@/db/client";
import { findPerson } from "@/db/queries/people";
import { now } from "@/hub/clock";
import { hubConfig } from "@/hub-config";
import { giveRole, removePerson, resetPassword } from "../actions";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: PageProps<"/settings/people/[id]">) {
  const { id: ownId, role: ownRole } = await requireAdmin();
  const { id } = await params;
  const person = await findPerson(database(), id, now());
  if (person === null) notFound();
  const { username, role, hasPassword, hasOidc } = person;
  return (
    <>
      <SettingsHead current="people" role={ownRole} />
      <p className="mb-1 text-table">
        <Link href="/settings/people" className="text-secondary underline">
          People
        </Link>
      </p>
      <h2 className="mb-5 font-semibold">{username}</h2>
      {id === ownId ? (
        <p className="max-w-prose text-secondary text-table">
          That is you. Your password, your second factor and your sessions are under{" "}
          <Link href="/account" className="underline">
            Account
          </Link>
          ; your role is another administrator's to change.
        </p>
      ) : (
        <div className="grid max-w-3xl gap-8">
          <section aria-labelledby="role">
            <h3 id="role" className="mb-2 font-medium">
              What they may do
            </h3>
            {hasOidc ? (
              <p className="mb-3 max-w-prose text-secondary text-table">
                They sign in by the provider, which may say another role each time.
              </p>
            ) : null}
            <RoleForm action={giveRole} id={id} role={role} />
          </section>
          {hasPassword || !hasOidc || hubConfig().provider === undefined ? (
            <section aria-labelledby="reset">
              <h3 id="reset" className="mb-2 font-medium">
                Cannot sign in
              </h3>
              <p className="mb-3 max-w-prose text-secondary text-table">
                A password was forgotten or a phone lost: they get a new password to sign in with once, their
                second factor is turned off, and every browser of theirs is signed out.
                {hasOidc ? " The provider lets them in no more until they connect it again." : ""}
              </p>
              <ResetForm action={resetPassword} id={id} username={username} />
            </section>
          ) : null}
          <section aria-labelledby="delete">
            <h3 id="delete" className="mb-2 font-medium">
              Delete
            </h3>
            <p className="mb-3 max-w-prose text-secondary text-table">
              Every browser of theirs is signed out. What they did stays in the audit log under their name.
            </p>
            <DeletePersonForm action={removePerson} id={id} username={username} />
          </section>
        </div>
      )}
    </>
  );
}
