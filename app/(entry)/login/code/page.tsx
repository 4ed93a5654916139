import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signedIn } from "@/app/require-person";
import { CodeForm } from "@/components/entry/code-form";
import { localPath } from "@/domain/people/local-path";
import { signInByCode } from "../actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function CodePage({ searchParams }: PageProps<"/login/code">) {
  const { next } = await searchParams;
  if ((await signedIn()) !== null) redirect("/");
  return (
    <>
      <h1 className="mt-8 mb-5 font-semibold text-title">Second factor</h1>
      <CodeForm action={signInByCode} next={localPath(typeof next === "string" ? next : null)} />
    </>
  );
}
