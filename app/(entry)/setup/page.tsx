import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "@/components/entry/setup-form";
import { database } from "@/db/client";
import { isAdministered } from "@/db/queries/people";
import { setUp } from "./actions";

export const metadata: Metadata = { title: "First run" };

export default async function SetupPage() {
  if (await isAdministered(database())) redirect("/login");
  return (
    <>
      <h1 className="mt-8 mb-1 font-semibold text-title">First run</h1>
      <p className="mb-5 text-secondary text-table">
        Nobody can sign in yet. The hub has printed a code to its log, in the line “nobody can sign in yet”:
        whoever can read that is its first administrator.
      </p>
      <SetupForm action={setUp} />
    </>
  );
}
