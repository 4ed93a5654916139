import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { providerWords } from "@/app/provider-words";
import { signedIn } from "@/app/require-person";
import { ProviderLink } from "@/components/entry/provider-link";
import { SignInForm } from "@/components/entry/sign-in-form";
import { database } from "@/db/client";
import { isAdministered } from "@/db/queries/people";
import { localPath } from "@/domain/people/local-path";
import { hubConfig } from "@/hub-config";
import { signInByPassword } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

/** Why somebody whose second factor was asked for is here again. */
const CODE_FAULT = "The code did not come in time, or five were wrong. Begin with the password again.";

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next, said } = await searchParams;
  const target = localPath(typeof next === "string" ? next : null);
  if ((await signedIn()) !== null) redirect("/");
  if (!(await isAdministered(database()))) redirect("/setup");
  const { provider } = hubConfig();
  return (
    <>
      <h1 className="mt-8 mb-5 font-semibold text-title">Sign in</h1>
      <SignInForm
        action={signInByPassword}
        next={target}
        fault={said === "code" ? CODE_FAULT : providerWords(said, provider?.name)}
      />
      {provider === undefined ? null : <ProviderLink name={provider.name} next={target} />}
    </>
  );
}
