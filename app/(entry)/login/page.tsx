import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signedIn } from "@/app/require-person";
import { SignInForm } from "@/components/entry/sign-in-form";
import { database } from "@/db/client";
import { isAdministered } from "@/db/queries/people";
import { localPath } from "@/domain/people/local-path";
import { signInByPassword } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

/** Why somebody is sent back here. */
const faults: Record<string, string> = {
  code: "The code did not come in time, or five were wrong. Begin with the password again.",
};

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next, said } = await searchParams;
  const target = localPath(typeof next === "string" ? next : null);
  if ((await signedIn()) !== null) redirect("/");
  if (!(await isAdministered(database()))) redirect("/setup");
  return (
    <>
      <h1 className="mt-8 mb-5 font-semibold text-title">Sign in</h1>
      <SignInForm
        action={signInByPassword}
        next={target}
        fault={typeof said === "string" ? (faults[said] ?? null) : null}
      />
    </>
  );
}
